import { transaction } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { readExport, type WorkflowExport } from "../../client/export";
import { failedRead } from "../explain";
import { type Asked, askEach } from "./ask-each";
import { addErrors, type SyncCursor, totalOf } from "./cursor";
import { requireClient, type SyncSetup } from "./setup";
import { type DueExport, refuseExports, writeExports } from "./write-exports";

// So many are written together at least, for each transaction costs as much as some of them; and no more are read while so much waits to be written:
// what is in memory does not grow with a tenant.
const [together, mostCharacters] = [25, 8 * 1024 * 1024];
const mostListed = 500;
// So many that are refused one after the other, and the others would be too: the right is missing.
const mostRefused = 3;

type Some = Asked<DueExport, WorkflowExport>;

const listDue = ({ reading: { customerId, runId } }: SyncSetup) =>
  transaction(
    { customer: customerId },
    tx => tx.$queryRaw<DueExport[]>`
      SELECT id, zuora_id AS "zuoraId", name, export_digest AS digest, (count(*) OVER ())::int AS left FROM workflow
      WHERE customer_id = ${customerId} AND seen_run_id = ${runId} AND is_export_due ORDER BY id LIMIT ${mostListed}`,
  );

const isRefusal = (thrown: unknown) => thrown instanceof Error && "kind" in thrown && thrown.kind === "permission";

function addSome(from: SyncCursor, { answers, failures }: Some, { read, updated }: { read: number; updated: number }) {
  const { exports, counts } = from;
  const refused = failures.filter(({ failure }) => isRefusal(failure)).length;
  const told = failures.map(({ item: { zuoraId, name }, failure }) => ({ zuoraId, name, ...failedRead(failure) }));
  return {
    counts: { ...counts, updated: counts.updated + updated },
    exports: {
      read: exports.read + read,
      same: exports.same + answers.length - read,
      failed: exports.failed + failures.length - refused,
      refused: exports.refused + refused,
    },
    errors: addErrors(from.errors, told),
  };
}

async function writeSome(
  context: WorkerContext,
  setup: SyncSetup,
  { from, some, left }: { from: SyncCursor; some: Some; left: number },
): Promise<SyncCursor> {
  const calls = from.calls + some.answers.length + some.failures.length;
  const cursor: SyncCursor = { ...from, calls };
  const total = totalOf(from);
  await context.page({ done: Math.max(0, total - left), total, cursor }, async tx => {
    await requireClient(tx, setup);
    Object.assign(cursor, addSome(from, some, await writeExports(tx, setup, some)));
  });
  context.signal.throwIfAborted();
  return cursor;
}

/** Says of all that are left that they may not be read. */
async function refuseOthers(context: WorkerContext, setup: SyncSetup, from: SyncCursor): Promise<SyncCursor> {
  const cursor = { ...from };
  await context.page({ done: 0, cursor }, async tx => {
    await requireClient(tx, setup);
    cursor.exports = { ...from.exports, refused: from.exports.refused + (await refuseExports(tx, setup)) };
  });
  return cursor;
}

/** Reads what is in these workflows; some are read while others are written. */
async function readThese(context: WorkerContext, setup: SyncSetup, from: SyncCursor, due: readonly DueExport[]) {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  let refusedInRow = 0;
  const ask = async ({ zuoraId }: DueExport) => {
    try {
      const found = await readExport(setup.access, zuoraId, signal);
      refusedInRow = 0;
      return found;
    } catch (thrown) {
      refusedInRow = isRefusal(thrown) ? refusedInRow + 1 : 0;
      throw thrown;
    }
  };
  const weightOf = ({ whole }: WorkflowExport) => whole.length;
  const isEnough = () => refusedInRow >= mostRefused;
  let cursor = from;
  let left = due[0]?.left ?? 0;
  try {
    for await (const some of askEach(due, ask, { together, mostWeight: mostCharacters, weightOf, isEnough })) {
      left -= some.answers.length + some.failures.length;
      cursor = await writeSome(context, setup, { from: cursor, some, left });
    }
  } catch (thrown) {
    // Only then is anything in flight; each call that was ever made with this signal would be told.
    stop.abort();
    throw thrown;
  }
  return isEnough() ? refuseOthers(context, setup, cursor) : cursor;
}

/** Reads what is in all workflows of which that is due. One that cannot be read is told of and costs only itself; what has been read is due no longer, so whoever takes over goes on with the others. */
export async function readExports(context: WorkerContext, setup: SyncSetup, from: SyncCursor): Promise<SyncCursor> {
  let cursor = from;
  for (let isLast = false; !isLast; ) {
    const due = await listDue(setup);
    isLast = due.length < mostListed;
    if (due.length > 0) cursor = await readThese(context, setup, cursor, due);
  }
  return { ...cursor, stage: "end" };
}
