import { z } from "zod";
import type { WorkerContext } from "@/lib/platform/flow/step";
import type { UnreadableWorkflow } from "../../client/workflows";
import type { SyncSetup } from "./setup";

const mostErrors = 50;
const mostNamed = 500;

const SyncError = z.object({
  ...{ zuoraId: z.string().nullable(), name: z.string().nullable(), code: z.string(), message: z.string() },
});
/** A workflow with which something went wrong. */
export type SyncError = z.infer<typeof SyncError>;

// `stage` is what comes next; `next` the page of the list; `after` the row that was looked for last of those that are not listed any more.
const Cursor = z.object({
  runId: z.int(),
  savedAt: z.string(),
  pageSize: z.int(),
  stage: z.enum(["list", "gone", "exports", "end"]),
  next: z.int(),
  after: z.int(),
  counts: z.object({ listed: z.int(), created: z.int(), updated: z.int(), deleted: z.int(), keptBack: z.int() }),
  unreadable: z.object({ ids: z.array(z.string()), others: z.int() }),
  exports: z.object({ read: z.int(), same: z.int(), failed: z.int(), refused: z.int() }),
  calls: z.int(),
  errors: z.array(SyncError),
});

/** How far a sync has come, and what came of it so far; whoever takes over goes on with it. */
export type SyncCursor = z.infer<typeof Cursor>;

const beginning = { stage: "list", next: 1, after: 0 } as const;
const nothing = {
  counts: { listed: 0, created: 0, updated: 0, deleted: 0, keptBack: 0 },
  unreadable: { ids: [], others: 0 },
  exports: { read: 0, same: 0, failed: 0, refused: 0 },
  ...{ calls: 0, errors: [] },
};

/** Goes on where this run stopped; with other credentials from the beginning, for another client may see another list. What was done stays counted. */
export function openCursor({ cursor, runId }: WorkerContext, { savedAt, pageSize }: SyncSetup): SyncCursor {
  const known = Cursor.safeParse(cursor);
  const of = { runId, savedAt: savedAt.toISOString(), pageSize };
  if (!known.success || known.data.runId !== runId) return { ...of, ...beginning, ...nothing };
  if (known.data.savedAt === of.savedAt) return known.data;
  const { counts, calls } = known.data;
  return { ...nothing, counts: { ...counts, keptBack: 0 }, calls, ...of, ...beginning };
}

/** How many workflows Zuora lists, as far as that was read. */
export const totalOf = ({ counts, unreadable }: Pick<SyncCursor, "counts" | "unreadable">): number =>
  counts.listed + unreadable.ids.length + unreadable.others;

/** The errors with more of them, at most fifty. */
export const addErrors = (errors: readonly SyncError[], more: readonly SyncError[]): SyncError[] =>
  [...errors, ...more].slice(0, mostErrors);

/** Adds entries of the list that could not be read, each once where it has an id. */
export function addUnreadable(
  { unreadable, errors }: Pick<SyncCursor, "unreadable" | "errors">,
  found: readonly UnreadableWorkflow[],
): Pick<SyncCursor, "unreadable" | "errors"> {
  const known = new Set(unreadable.ids);
  const fresh = found.filter(({ id }) => id === null || (!known.has(id) && known.add(id)));
  const ids = [...known].slice(0, mostNamed);
  const told = fresh.map(({ id: zuoraId, field, message }) => ({
    ...{ zuoraId, name: null, code: "unreadable", message: `${field}: ${message}`.slice(0, 300) },
  }));
  const others = unreadable.others + fresh.length - (ids.length - unreadable.ids.length);
  return { unreadable: { ids, others }, errors: addErrors(errors, told) };
}
