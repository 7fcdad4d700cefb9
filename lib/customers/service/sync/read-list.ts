import { ReadAhead } from "@/lib/platform/flow/read-ahead";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { readWorkflow, type WorkflowPage, workflowPages } from "../../client/workflows";
import { addUnreadable, type SyncCursor, totalOf } from "./cursor";
import { requireClient, type SyncSetup } from "./setup";
import { writeWorkflows } from "./write-workflows";

type Found = Pick<WorkflowPage, "items" | "unreadable">;

/** Writes what was read, and its cursor; `readOn` begins to read the next meanwhile. */
export async function commitFound(
  context: WorkerContext,
  setup: SyncSetup,
  { from, next, found, readOn }: { from: SyncCursor; next: SyncCursor; found: Found; readOn?: () => void },
): Promise<SyncCursor> {
  const cursor = { ...next };
  // Without their exports workflows are done once they are written; with them they are listed so far, and no more.
  const done = setup.withExports ? 0 : totalOf(from);
  const total = totalOf(from) + found.items.length + found.unreadable.length;
  await context.page({ done, total, cursor }, async tx => {
    await requireClient(tx, setup);
    readOn?.();
    const unreadable = found.unreadable.map(({ id }) => id);
    const { listed, created, updated } = await writeWorkflows(tx, setup, { items: found.items, unreadable });
    const { counts } = from;
    Object.assign(cursor, addUnreadable(from, found.unreadable), {
      counts: {
        ...counts,
        listed: counts.listed + listed,
        created: counts.created + created,
        updated: counts.updated + updated,
      },
    });
  });
  context.signal.throwIfAborted();
  return cursor;
}

/** Reads the list to its end, each page written with its cursor in one transaction while the next one is read. */
export async function readList(context: WorkerContext, setup: SyncSetup, from: SyncCursor): Promise<SyncCursor> {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const place = { from: from.next, length: from.pageSize };
  const pages = new ReadAhead(workflowPages(setup.access, place, signal), () => stop.abort());
  let cursor = from;
  try {
    for (let page = await pages.take(); page !== null; page = await pages.take()) {
      const calls = cursor.calls + 1;
      const next: SyncCursor =
        page.next === null ? { ...cursor, stage: "gone", calls } : { ...cursor, next: page.next, calls };
      // Not with credentials that are there no longer.
      cursor = await commitFound(context, setup, { from: cursor, next, found: page, readOn: () => pages.readOn() });
    }
    return cursor;
  } finally {
    await pages.close();
  }
}

/** Reads one workflow alone; one that Zuora does not know stays, for only a whole list says what is gone. */
export async function readOne(
  context: WorkerContext,
  setup: SyncSetup,
  from: SyncCursor,
  zuoraId: string,
): Promise<SyncCursor> {
  const found = await readWorkflow(setup.access, zuoraId, context.signal);
  const next: SyncCursor = { ...from, stage: "exports", calls: from.calls + 1 };
  if (found) return commitFound(context, setup, { from, next, found });
  return { ...next, stage: "end" };
}
