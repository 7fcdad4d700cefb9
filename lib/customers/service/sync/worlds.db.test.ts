import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { newCustomer, newStaff, openZuora, reportOf, syncAgain, workToEnd } from "@/lib/platform/testing/customer-run";
import { isFull } from "@/lib/platform/testing/full-form";
import { keptOf, type ToldWorkflow, worldOf } from "@/lib/platform/testing/zuora-world";

const places = 6;
const zuora = await openZuora({ workflows: places, tasks: 2 });
const admin = await newStaff();
beforeEach(() => zuora.mend());

// A workflow is not there, or in one of some forms; with its form goes the moment at which Zuora says that it was changed.
const form = fc.option(
  fc.record({ name: fc.constantFrom("One", "Two"), isActive: fc.boolean(), tasks: fc.nat({ max: 3 }) }),
);
const world = fc.record({
  forms: fc.array(form, { minLength: places, maxLength: places }),
  isAccepted: fc.boolean(),
  isRepeated: fc.boolean(),
});
type World = typeof world extends fc.Arbitrary<infer One> ? One : never;

function make({ forms, isRepeated }: World): void {
  zuora.mend();
  for (const [at, one] of forms.entries()) {
    const status = one?.isActive ? "Active" : "Inactive";
    const day = one ? 1 + one.tasks + (one.isActive ? 4 : 0) + (one.name === "One" ? 8 : 0) : 0;
    const updatedAt = `2026-03-${String(day).padStart(2, "0")}T00:00:00.000Z`;
    zuora.change(at, one && { name: one.name, status, taskCount: one.tasks, updatedAt });
  }
  if (isRepeated) zuora.fail("workflows", "duplicates");
}

/** What must be here after a sync: what Zuora has, and what would have gone if it were not more than half of what was here. */
function expected(before: Record<string, ToldWorkflow>, told: Record<string, ToldWorkflow>, isAccepted: boolean) {
  const missing = Object.keys(before).filter(id => !(id in told));
  const isKept = missing.length * 2 > Object.keys(before).length && !isAccepted;
  return { rows: isKept ? { ...before, ...told } : told, missing: missing.length, isKept };
}

test("whatever becomes of the workflows at Zuora, after each sync ours are the same, and its report tells what changed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(world, { minLength: 2, maxLength: 4 }),
      fc.integer({ min: 1, max: 5 }),
      async (worlds, pageSize) => {
        const [first, ...later] = worlds as [World, ...World[]];
        make(first);
        const at = await newCustomer(admin, zuora, { configuration: { pageSize } });
        await workToEnd(at);
        expect(await keptOf(at)).toEqual(await worldOf(zuora));
        expect((await reportOf(at)).workflows.created).toBe(first.forms.filter(one => one !== null).length);
        for (const one of later) {
          make(one);
          const before = await keptOf(at);
          const report = await syncAgain(at, { acceptsDeletions: one.isAccepted });
          const told = await worldOf(zuora);
          const { rows, missing, isKept } = expected(before, told, one.isAccepted);
          expect(await keptOf(at)).toEqual(rows);
          const ids = Object.keys(told);
          const changed = ids.filter(
            id => before[id] && JSON.stringify(before[id]) !== JSON.stringify(told[id]),
          ).length;
          const created = ids.filter(id => !before[id]).length;
          expect(report).toMatchObject({
            workflows: { total: ids.length, created, updated: changed, unchanged: ids.length - created - changed },
            ...{ keptBack: isKept ? missing : 0, errors: [] },
          });
          expect(report.workflows.deleted).toBe(isKept ? 0 : missing);
        }
      },
    ),
    { numRuns: isFull ? 40 : 4, endOnFailure: true },
  );
});
