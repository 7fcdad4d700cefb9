import { expect, test } from "vitest";
import { transaction } from "../db";
import { getChores } from "./queries";
import { counted, flushChores, purgeChorePasses, watched } from "./watch";

test("what chores did and why they failed is told of all processes together, scrubbed, and idle passes leave no history", async () => {
  await watched("idle", async () => 0);
  await watched("busy", async () => 3);
  await watched("busy", async () => 2);
  await watched("broken", () =>
    Promise.reject(new Error("anna@example.com at https://u:p@example.com/?token=abc says no")),
  );
  await expect(
    counted(
      "poll",
      () => Promise.reject(new Error("no database")),
      () => 1,
    ),
  ).rejects.toThrow("no database");
  await flushChores({ isLast: true });
  const { chores, passes } = await getChores();
  expect(chores.map(({ name }) => name)).toEqual(["broken", "busy", "idle", "poll"]);
  expect(chores[0]).toMatchObject({ passes: 1, failures: 1, did: 0, didAt: null, failedAt: chores[0]?.lastAt });
  expect(chores[0]?.error).not.toMatch(/anna|token=abc|u:p/);
  expect(chores[1]).toMatchObject({ passes: 2, failures: 0, did: 5, error: null });
  expect(chores[2]).toMatchObject({ passes: 1, did: 0, didAt: null });
  expect(passes.map(({ name, did }) => [name, did]).sort()).toEqual([
    ["broken", 0],
    ["busy", 5],
    ["poll", 0],
  ]);

  // Another process does the same: counts add up, a failure stays told until there is a newer one.
  await watched("broken", async () => 1);
  await watched("busy", async () => 0);
  await flushChores();
  expect((await getChores()).passes, "within half a minute nothing is written").toHaveLength(3);
  await flushChores({ isLast: true });
  const later = await getChores();
  expect(later.chores[0]).toMatchObject({ passes: 2, failures: 1, did: 1 });
  expect(later.chores[0]?.error, "the last failure is still known").toBe(chores[0]?.error);
  expect(later.chores[0]?.failedAt, "and that it is over").not.toBe(later.chores[0]?.lastAt);
  expect(later.chores[1]).toMatchObject({ passes: 3, did: 5 });

  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE chore_pass SET at = now() - interval '8 days' WHERE name = 'busy'`,
  );
  expect(await transaction("system", purgeChorePasses)).toBe(1);
});
