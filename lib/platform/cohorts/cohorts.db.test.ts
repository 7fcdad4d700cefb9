import { beforeAll, expect, test } from "vitest";
import { Prisma, transaction } from "../db";
import { env } from "../env";
import { listOnboardings } from "../onboardings/queries";
import { OnboardingSearch } from "../onboardings/schema";
import { withConnection } from "../testing/database";
import { isFull } from "../testing/full-form";
import { addManyOnboardings } from "../testing/many-onboardings";
import { listCohorts, selectCohorts } from "./queries";
import { selectTrouble } from "./trouble";

const many = isFull ? 100_000 : 4000;
const admin = { roles: [{ role: "admin" as const, storeId: null }] };

beforeAll(async () => {
  await addManyOnboardings(many);
  await withConnection(env.databaseUrl, client => client.query("ANALYZE"));
}, 600_000);

test("cohorts are the largest first, and each is exactly what the table finds by its print", async () => {
  const { items, more } = await listCohorts(50);
  expect(items.length).toBeGreaterThan(3);
  expect(more).toBe(0);
  expect(items.map(({ count }) => count)).toEqual(items.map(({ count }) => count).sort((a, b) => b - a));
  for (const { print, kind, step, code, count, failed, retrying, waiting, upstream } of items) {
    const { total, items: rows } = await listOnboardings(admin, OnboardingSearch.parse({ print }));
    expect(total).toBe(count);
    expect(failed + retrying + waiting).toBe(count);
    expect(rows[0]).toMatchObject({ kind, error: { step, code, print } });
    expect(upstream).toBe(kind === "agent" ? "rezen" : "zuora");
  }
  const told = items.find(({ message }) => message?.startsWith("Answered"));
  expect(told, "a sentence of one of them").toBeDefined();
  const [largest] = items;
  expect(await listCohorts(1)).toEqual({ items: [largest], more: items.length - 1 });
});

async function planOf(query: Prisma.Sql): Promise<string> {
  const rows = await transaction("system", async tx => {
    // A few thousand rows are read as fast whole: then it is asked only whether the index would do.
    if (!isFull) await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    return tx.$queryRaw<object[]>(Prisma.sql`EXPLAIN (FORMAT JSON) ${query}`);
  });
  return JSON.stringify(rows);
}

test("they are counted along an index, and whether many fail alike is looked up by one", async () => {
  const counting = await planOf(selectCohorts(50));
  expect(counting).toMatch(/onboarding_summary_(failures|held)/);
  expect(counting).not.toContain("Seq Scan");
  const looking = await planOf(selectTrouble({ kind: "agent", upstream: "rezen" }));
  expect(looking).toMatch(/onboarding_summary_(outages|held)/);
});
