import { type Tx, transaction } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { readWorkflow } from "../../client/workflows";
import { failedRead } from "../explain";
import { type Asked, askEach } from "./ask-each";
import { addErrors, addUnreadable, type SyncCursor, type SyncError, totalOf } from "./cursor";
import { recordChanges } from "./record-changes";
import { requireClient, type SyncSetup } from "./setup";
import { writeWorkflows } from "./write-workflows";

const mostAtOnce = 50;

type Missing = { id: number; zuoraId: string; name: string };
type Looked = Awaited<ReturnType<typeof readWorkflow>>;

/** How many workflows were here before this run, and how many of these its list did not tell of. */
async function countMissing(tx: Tx, { reading: { customerId, runId, beganAt } }: SyncSetup) {
  const [found] = await tx.$queryRaw<{ held: number; missing: number }[]>`
    SELECT count(*) FILTER (WHERE first_seen_at < ${beganAt})::int AS held, count(*) FILTER (WHERE seen_run_id <> ${runId})::int AS missing
    FROM workflow WHERE customer_id = ${customerId}`;
  return found ?? { held: 0, missing: 0 };
}

const listMissing = ({ reading: { customerId, runId } }: SyncSetup, after: number) =>
  transaction(
    { customer: customerId },
    tx => tx.$queryRaw<Missing[]>`
      SELECT id, zuora_id AS "zuoraId", name FROM workflow WHERE customer_id = ${customerId} AND seen_run_id <> ${runId} AND id > ${after}
      ORDER BY id LIMIT ${mostAtOnce}`,
  );

/** Deletes those that Zuora does not know any more; what hangs on them goes with them. */
async function deleteGone(tx: Tx, setup: SyncSetup, gone: readonly Missing[]): Promise<number> {
  if (gone.length === 0) return 0;
  const { customerId, runId } = setup.reading;
  const ids = gone.map(({ id }) => id);
  const deleted = await tx.$queryRaw<{ zuoraId: string; name: string }[]>`
    DELETE FROM workflow WHERE customer_id = ${customerId} AND id = ANY(${ids}::int[]) AND seen_run_id <> ${runId}
    RETURNING zuora_id AS "zuoraId", name`;
  const changes = deleted.map(one => ({ ...one, change: "gone" as const, fields: {} }));
  await recordChanges(tx, setup.reading, changes);
  return deleted.length;
}

/** Writes what was found of some that the list did not tell of: gone, there all the same, or not to be known. */
async function writeLooked(tx: Tx, setup: SyncSetup, from: SyncCursor, { answers, failures }: Asked<Missing, Looked>) {
  const gone = answers.flatMap(({ item, answer }) => (answer === null ? [item] : []));
  const items = answers.flatMap(({ answer }) => answer?.items ?? []);
  const unreadable = answers.flatMap(({ answer }) => answer?.unreadable ?? []);
  const deleted = await deleteGone(tx, setup, gone);
  const written = await writeWorkflows(tx, setup, { items, unreadable: unreadable.map(({ id }) => id) });
  const errors = failures.map(
    ({ item, failure }): SyncError => ({ zuoraId: item.zuoraId, name: item.name, ...failedRead(failure) }),
  );
  const added = addUnreadable(from, unreadable);
  const { counts } = from;
  // An entry of the list that had no id may be one of those that were found now: it is one workflow, and not two.
  const others = Math.max(0, added.unreadable.others - written.listed);
  return {
    unreadable: { ...added.unreadable, others },
    errors: addErrors(added.errors, errors),
    counts: {
      ...counts,
      listed: counts.listed + written.listed,
      created: counts.created + written.created,
      updated: counts.updated + written.updated,
      deleted: counts.deleted + deleted,
    },
  };
}

/** The next of those that the list did not tell of, each looked for by its id: between two pages a list may move, and then it passes over an entry. */
async function lookForSome(context: WorkerContext, setup: SyncSetup, from: SyncCursor, missing: readonly Missing[]) {
  const look = ({ zuoraId }: Missing) => readWorkflow(setup.access, zuoraId, context.signal);
  let cursor = from;
  for await (const looked of askEach(missing, look, { together: mostAtOnce })) {
    const before = cursor;
    // What stops it leaves some without an answer: they are looked for again.
    const known = new Set([...looked.answers, ...looked.failures].map(({ item }) => item.id));
    const open = missing.find(({ id }) => !known.has(id));
    const after = open ? open.id - 1 : (missing.at(-1)?.id ?? before.after);
    cursor = { ...before, after, calls: before.calls + known.size };
    await context.page({ done: 0, total: totalOf(before), cursor }, async tx => {
      await requireClient(tx, setup);
      Object.assign(cursor, await writeLooked(tx, setup, before, looked));
    });
    context.signal.throwIfAborted();
  }
  return cursor;
}

/**
 * Takes away what a list that was read to its end did not tell of. When that is more than half of what was here before, the list is doubted and all of it
 * stays, unless somebody has said that it may go: an answer that is short by mistake must not empty a customer. Of the others each is looked for by its id
 * first.
 */
export async function takeAway(context: WorkerContext, setup: SyncSetup, from: SyncCursor): Promise<SyncCursor> {
  let cursor = from;
  const { held, missing } = await transaction({ customer: setup.reading.customerId }, tx => countMissing(tx, setup));
  // Once begun it goes on: those that went already were part of what was weighed.
  const isDoubted = from.after === 0 && missing * 2 > held && !setup.acceptsDeletions;
  if (missing > 0 && !isDoubted)
    for (let some = await listMissing(setup, 0); some.length > 0; some = await listMissing(setup, cursor.after))
      cursor = await lookForSome(context, setup, cursor, some);
  const keptBack = isDoubted ? missing : 0;
  return { ...cursor, stage: "exports", counts: { ...cursor.counts, keptBack } };
}
