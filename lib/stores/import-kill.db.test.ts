import { beforeAll, expect, test } from "vitest";
import { openImportOffice } from "@/lib/platform/testing/import-staff";
import {
  beginImport,
  ended,
  expectSameResult,
  type Importing,
  isMidway,
  look,
  until,
} from "@/lib/platform/testing/importing-store";

const office = await openImportOffice();
let undisturbed: Importing;

beforeAll(async () => {
  await office.employ("anna", "ben", "cleo");
  undisturbed = await beginImport(office.sandboxUrl);
  const seen = await until(undisturbed, ended);
  expect(seen).toMatchObject({ status: "completed", orders: { attempts: 1 }, products: { attempts: 1, done: 10_000 } });
  expect(seen.orders.done).toBeGreaterThan(2000);
}, 90_000);

test("a worker killed in mid-import is replaced within 20 s, in each part, and the result is that of an undisturbed import (bar 60)", async () => {
  const disturbed = await beginImport(office.sandboxUrl);
  for (const part of ["orders", "products"] as const) {
    await until(disturbed, seen => isMidway(seen[part]));
    await office.named(await office.holder()).kill();
    const atDeath = await look(disturbed);
    const taken = await until(disturbed, seen => seen[part].attempts === 2, 20_000);
    expect(taken[part].done, "it goes on where the other one stopped").toBeGreaterThanOrEqual(atDeath[part].done);
  }
  expect(await until(disturbed, ended)).toMatchObject({
    status: "completed",
    orders: { attempts: 2 },
    products: { attempts: 2 },
  });
  await expectSameResult(disturbed, undisturbed);
}, 120_000);
