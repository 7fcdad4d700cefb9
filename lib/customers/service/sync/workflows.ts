import type { WorkerContext } from "@/lib/platform/flow/step";
import { withClient } from "../with-client";
import { openCursor, type SyncCursor } from "./cursor";
import { endSync } from "./end-sync";
import { readExports } from "./read-exports";
import { readList, readOne } from "./read-list";
import { openSetup, type SyncSetup } from "./setup";
import { takeAway } from "./take-away";

/** What Zuora lists, or the one workflow that was asked for; one that is here no longer is nothing to read. */
async function read(context: WorkerContext, setup: SyncSetup, from: SyncCursor): Promise<SyncCursor> {
  const { only } = setup;
  if (only === null) return readList(context, setup, from);
  const { zuoraId } = only;
  return zuoraId === null ? { ...from, stage: "end" } : readOne(context, setup, from, zuoraId);
}

/**
 * Reads a customer's workflows and what is in them (sources/002, step 3): the list page by page, then what it tells of no more, then the exports that are
 * due. Each page is kept with how far it came, so that whoever takes over goes on there; what it came to is its report.
 */
export const syncWorkflows = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withClient(context, async client => {
    const setup = await openSetup(context, client);
    let cursor = openCursor(context, setup);
    if (cursor.stage === "list") cursor = await read(context, setup, cursor);
    if (cursor.stage === "gone") cursor = await takeAway(context, setup, cursor);
    if (cursor.stage === "exports" && setup.withExports) cursor = await readExports(context, setup, cursor);
    return endSync(context, setup, cursor);
  });
