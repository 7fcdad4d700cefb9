import { beforeEach, expect, test } from "vitest";
import { decrypt } from "@/lib/platform/crypto";
import { Prisma, transaction } from "@/lib/platform/db";
import {
  beginSync,
  type CustomerRun,
  newCustomer,
  newStaff,
  openZuora,
  reportOf,
  syncAgain,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { passTime } from "@/lib/platform/testing/pass-time";
import { changesOf, keptOf, worldOf } from "@/lib/platform/testing/zuora-world";
import { passwordOf } from "../../sandbox/tasks";
import { workflowId } from "../../sandbox/workflows";
import { exportContext } from "./write-exports";

const zuora = await openZuora({ workflows: 12, tasks: 4 });
const admin = await newStaff();
beforeEach(() => zuora.mend());

const idOf = (at: number) => String(workflowId(at));
const system = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction("system", work);

async function newSynced(of: Parameters<typeof newCustomer>[2] = {}): Promise<CustomerRun> {
  const at = await newCustomer(admin, zuora, of);
  await workToEnd(at);
  return at;
}

const findWorkflow = ({ customerId }: CustomerRun, at: number) =>
  system(tx => tx.workflow.findFirstOrThrow({ where: { customerId, zuoraId: idOf(at) }, include: { exported: true } }));

/** In which tables a text stands in clear. */
const whereIs = (text: string) =>
  system(async tx => {
    const tables = await tx.$queryRaw<{ name: string }[]>`
      SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
    const found: string[] = [];
    for (const { name } of tables) {
      const [row] = await tx.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM ${Prisma.raw(name)} t WHERE strpos(t::text, ${text}) > 0`;
      if (row?.count) found.push(name);
    }
    return found;
  });

test("a first sync keeps all that Zuora tells, page by page, and records no changes; one after it finds all unchanged and reads no export", async () => {
  const at = await newSynced({ configuration: { pageSize: 5 } });
  expect(await keptOf(at)).toEqual(await worldOf(zuora));
  const first = await reportOf(at);
  const none = { created: 0, updated: 0, unchanged: 0, deleted: 0, unreadable: 0 };
  expect(first).toMatchObject({
    workflows: { ...none, total: 12, created: 12 },
    ...{ tasks: 48, linkages: 48, exports: { read: 12, unchanged: 0, failed: 0 } },
    ...{ calls: 3 + 12, errors: [], warnings: [], keptBack: 0 },
  });
  expect(first.durationMs).toBeGreaterThan(0);
  const [exportsBefore, customer] = [
    zuora.count("export"),
    await system(tx => tx.customer.findUniqueOrThrow({ where: { id: at.customerId } })),
  ];
  expect(customer.syncedAt).not.toBeNull();
  expect(await syncAgain(at)).toMatchObject({
    workflows: { ...none, total: 12, unchanged: 12 },
    ...{ tasks: 48, linkages: 48, exports: { read: 0, unchanged: 12, failed: 0 }, calls: 3 },
  });
  expect(zuora.count("export")).toBe(exportsBefore);
  expect(await changesOf(at)).toEqual([]);
});

test("what changed, came and went is told with before and after; other workflows are not touched", async () => {
  zuora.change(3, null);
  const at = await newSynced();
  const before = await findWorkflow(at, 6);
  zuora.restore(3);
  zuora.change(4, null);
  zuora.change(5, { name: "Other name", status: "Inactive", updatedAt: "2026-02-01T10:00:00.000Z", taskCount: 2 });
  const run = await beginSync(at);
  await workToEnd(run);
  expect(await reportOf(at)).toMatchObject({
    workflows: { total: 11, created: 1, updated: 1, unchanged: 9, deleted: 1, unreadable: 0 },
    exports: { read: 2, unchanged: 9, failed: 0 },
  });
  expect(await keptOf(at)).toEqual(await worldOf(zuora));
  const changes = Object.fromEntries((await changesOf(run)).map(({ zuoraId, ...one }) => [zuoraId, one]));
  expect(changes).toEqual({
    [idOf(3)]: { change: "added", fields: {} },
    [idOf(4)]: { change: "gone", fields: {} },
    [idOf(5)]: {
      change: "changed",
      fields: {
        name: { from: expect.any(String), to: "Other name" },
        isActive: { from: "true", to: "false" },
        zuoraUpdatedAt: { from: expect.any(String), to: expect.stringContaining("2026-02-01T10:00:00") },
        content: { from: null, to: null },
      },
    },
  });
  const after = await findWorkflow(at, 6);
  expect([after.changedAt, after.exportedAt, after.exported]).toEqual([
    before.changedAt,
    before.exportedAt,
    before.exported,
  ]);
});

test("what is in a workflow is read again after a day, even when the list tells of no change; as it was it is not written again", async () => {
  const at = await newSynced();
  const before = await findWorkflow(at, 1);
  zuora.change(0, { taskCount: 6 });
  expect((await syncAgain(at)).workflows.updated).toBe(0);
  await passTime(86_401);
  expect(await syncAgain(at)).toMatchObject({
    workflows: { updated: 1, unchanged: 11 },
    exports: { read: 1, unchanged: 11, failed: 0 },
  });
  expect(await keptOf(at)).toEqual(await worldOf(zuora));
  const after = await findWorkflow(at, 1);
  expect(after.exported).toEqual(before.exported);
  expect(after.exportedAt?.getTime()).toBeGreaterThan(before.exportedAt?.getTime() ?? 0);
});

test("bars 24, 100: two tenants have the same ids, and each customer only its own; a next page on a foreign host is never dialled", async () => {
  const [one, other] = [
    await newSynced({ configuration: { pageSize: 4 } }),
    await newSynced({ tenant: 7, configuration: { pageSize: 4 } }),
  ];
  zuora.change(2, null);
  await syncAgain(one);
  const world = await worldOf(zuora, { tenant: 7 });
  const kept = await keptOf(other);
  expect(Object.keys(await keptOf(one))).not.toContain(idOf(2));
  expect(kept[idOf(2)]).toBeDefined();
  expect(kept).toMatchObject(world);
  await syncAgain(other);
  expect(await keptOf(other)).toEqual(world);
  expect(world).not.toEqual(await worldOf(zuora));
});

test("one workflow alone is read whole and nothing else; one that Zuora knows no more stays until a full sync, and one that is not here any more is said so", async () => {
  const at = await newSynced();
  const { id: workflowRow } = await findWorkflow(at, 7);
  zuora.change(7, { description: "New words", taskCount: 5 });
  zuora.change(8, { description: "New words" });
  const [lists, exports] = [zuora.count("workflows"), zuora.count("export")];
  expect(await syncAgain(at, { workflowId: workflowRow })).toMatchObject({
    workflows: { total: 1, updated: 1, deleted: 0 },
    ...{ tasks: 5, exports: { read: 1, unchanged: 0, failed: 0 }, calls: 2 },
  });
  expect([zuora.count("workflows"), zuora.count("export")]).toEqual([lists, exports + 1]);
  expect((await findWorkflow(at, 8)).description).not.toBe("New words");
  zuora.change(7, null);
  const run = await beginSync(at, { workflowId: workflowRow });
  await workToEnd(run);
  const unknown = await reportOf(at);
  expect(unknown).toMatchObject({ isWhole: false, workflows: { total: 0, deleted: 0 } });
  expect(unknown.warnings).toEqual([expect.stringContaining("next full sync")]);
  expect(await changesOf(run)).toEqual([]);
  expect(Object.keys(await keptOf(at))).toHaveLength(12);
  expect(await syncAgain(at)).toMatchObject({ isWhole: true, workflows: { deleted: 1 }, warnings: [] });
  expect((await syncAgain(at, { workflowId: workflowRow })).warnings).toHaveLength(1);
  expect(Object.keys(await keptOf(at))).toHaveLength(11);
});

test("what is kept of a workflow and opens no more is read anew, though it is as before: at the next sync where its key is lost, else when it is read again", async () => {
  const at = await newSynced();
  const { customerId } = at;
  const [first, second] = [await findWorkflow(at, 1), await findWorkflow(at, 2)];
  const spoil = (id: number, sql: Prisma.Sql) =>
    system(tx => tx.$executeRaw`UPDATE workflow_export SET content = ${sql} WHERE workflow_id = ${id}`);
  await spoil(first.id, Prisma.sql`regexp_replace(content, '^g1[.][a-z0-9]+', 'g1.lost')`);
  await spoil(second.id, Prisma.sql`overlay(content placing 'AAAA' from 60)`);
  const world = await worldOf(zuora);
  expect(await syncAgain(at)).toMatchObject({ workflows: { unchanged: 12 }, exports: { read: 1, unchanged: 11 } });
  expect(await syncAgain(at, { workflowId: second.id })).toMatchObject({ exports: { read: 1 }, errors: [] });
  for (const { id } of [first, second]) {
    const { content } = await system(tx => tx.workflowExport.findUniqueOrThrow({ where: { workflowId: id } }));
    expect(decrypt(content, exportContext(id))).toContain('"tasks"');
  }
  expect(await keptOf(at)).toEqual(world);
  expect(await changesOf({ customerId }), "Zuora has changed nothing").toEqual([]);
  expect(await syncAgain(at)).toMatchObject({ exports: { read: 0, unchanged: 12 } });
});

test("without exports the list alone is read; turned on, all of them are", async () => {
  const at = await newSynced({ configuration: { withExports: false } });
  expect(await reportOf(at)).toMatchObject({ tasks: 0, exports: { read: 0, unchanged: 0, failed: 0 }, calls: 1 });
  expect(await keptOf(at)).toEqual(await worldOf(zuora, { withExports: false }));
  await system(tx => tx.customer.update({ where: { id: at.customerId }, data: { withExports: true } }));
  expect(await syncAgain(at)).toMatchObject({ tasks: 48, exports: { read: 12 }, workflows: { unchanged: 12 } });
});

test("bar 54: what is in workflows is sealed for its row: a callout's password stands in no column of any table", async () => {
  const at = await newSynced();
  const { customerId } = at;
  const callouts = await system(tx => tx.workflowTask.findMany({ where: { customerId, actionType: "Callout" } }));
  const [callout] = callouts;
  if (!callout) return expect.fail("there is no callout");
  const kept = await system(tx => tx.workflowExport.findUniqueOrThrow({ where: { workflowId: callout.workflowId } }));
  const password = passwordOf(Number(callout.zuoraId));
  expect(decrypt(kept.content, exportContext(callout.workflowId))).toContain(password);
  expect(() => decrypt(kept.content, exportContext(callout.workflowId + 1))).toThrow();
  expect(await whereIs("callout-password")).toEqual([]);
  // What does stand in clear is found.
  expect(await whereIs(callout.name)).toContain("workflow_task");
});
