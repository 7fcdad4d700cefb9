import type { Tx } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import type { SyncReport } from "../../view/sync-report";
import { warningTexts } from "../explain";
import { type SyncCursor, totalOf } from "./cursor";
import { requireClient, type SyncSetup } from "./setup";

const mostExamples = 5;

// What fits where it is counted: 24 days.
const mostMs = 2 ** 31 - 1;

type Sums = { tasks: number; linkages: number; durationMs: number };

/** What is in the workflows that this run has read of, and how long it took by the product's clock: waits for Zuora included, what came before one for somebody not. */
async function sumUp(
  tx: Tx,
  { reading: { customerId, runId } }: SyncSetup,
  { onboardingId }: WorkerContext,
): Promise<Sums> {
  const [sums] = await tx.$queryRaw<Sums[]>`
    WITH seen AS MATERIALIZED (SELECT id FROM workflow WHERE customer_id = ${customerId} AND seen_run_id = ${runId})
    SELECT (SELECT count(*) FROM seen JOIN workflow_task t ON t.workflow_id = seen.id)::int AS tasks,
      (SELECT count(*) FROM seen JOIN workflow_linkage l ON l.workflow_id = seen.id)::int AS linkages,
      coalesce((SELECT least(${mostMs}, greatest(0, extract(epoch FROM app_now() - started_at) * 1000)) FROM onboarding_step
        WHERE onboarding_id = ${onboardingId} AND step = 'workflow_sync'), 0)::int AS "durationMs"`;
  return sums ?? { tasks: 0, linkages: 0, durationMs: 0 };
}

const named = (cursor: SyncCursor, isIt: (code: string) => boolean) =>
  cursor.errors
    .filter(({ code }) => isIt(code))
    .slice(0, mostExamples)
    .map(({ zuoraId, name }) => name ?? zuoraId ?? "one without an id");

/** A right that is missing is missing for all of them; one that is refused among others is one that failed. */
const isWithoutRight = ({ exports: { refused, read, same } }: SyncCursor) => refused > 0 && read + same === 0;

function warningsOf(cursor: SyncCursor, { only }: SyncSetup): string[] {
  const { counts, exports, unreadable } = cursor;
  const { keptBack } = counts;
  const notRead = unreadable.ids.length + unreadable.others;
  const failed = exports.failed + (isWithoutRight(cursor) ? 0 : exports.refused);
  return [
    ...(only?.zuoraId === null ? [warningTexts.notHere()] : []),
    ...(only?.zuoraId && totalOf(cursor) === 0 ? [warningTexts.notKnown()] : []),
    ...(notRead > 0
      ? [
          warningTexts.unreadable(
            notRead,
            named(cursor, code => code === "unreadable"),
          ),
        ]
      : []),
    ...(isWithoutRight(cursor) ? [warningTexts.noExports()] : []),
    ...(failed > 0
      ? [
          warningTexts.failedExports(
            failed,
            named(cursor, code => code !== "unreadable"),
          ),
        ]
      : []),
    ...(keptBack > 0 ? [counts.listed === 0 ? warningTexts.keptAll(keptBack) : warningTexts.keptMost(keptBack)] : []),
  ];
}

function reportOf(cursor: SyncCursor, setup: SyncSetup, { tasks, linkages, durationMs }: Sums): SyncReport {
  const { counts, exports, unreadable, calls } = cursor;
  const { listed, created, updated, deleted, keptBack } = counts;
  const failed = exports.failed + exports.refused;
  // It is one warning, and not one error for each.
  const errors = cursor.errors.filter(({ code }) => code !== "permission" || !isWithoutRight(cursor));
  return {
    workflows: {
      ...{ total: totalOf(cursor), created, updated, deleted },
      unchanged: Math.max(0, listed - created - updated),
      unreadable: unreadable.ids.length + unreadable.others,
    },
    ...{ tasks, linkages },
    exports: {
      ...{ read: exports.read, failed },
      unchanged: setup.withExports ? Math.max(0, listed - exports.read - failed) : 0,
    },
    isWhole: setup.only === null,
    ...{ calls, durationMs, errors, keptBack, warnings: warningsOf(cursor, setup) },
  };
}

/** Says that a sync came through, and what it came to. */
export async function endSync(context: WorkerContext, setup: SyncSetup, from: SyncCursor): Promise<SyncReport> {
  const cursor: SyncCursor = { ...from, stage: "end" };
  let sums: Sums = { tasks: 0, linkages: 0, durationMs: 0 };
  const total = totalOf(cursor);
  await context.page({ done: total, total, cursor }, async tx => {
    await requireClient(tx, setup);
    sums = await sumUp(tx, setup, context);
    const { customerId: id } = setup.reading;
    if (!setup.only) await tx.$executeRaw`UPDATE customer SET synced_at = app_now() WHERE id = ${id}`;
  });
  return reportOf(cursor, setup, sums);
}
