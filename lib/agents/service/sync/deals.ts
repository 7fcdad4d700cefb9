import type { WorkerContext } from "@/lib/platform/flow/step";
import { dealPages } from "../../client/deals";
import type { FoundDeal, Page } from "../../client/entities";
import { type StagedDeal, toStagedListing, toStagedTransaction } from "./map-deal";
import { toWorkerResult } from "./notes";
import { syncPages } from "./pages";
import { promoteListings } from "./promote-listings";
import { promoteTransactions } from "./promote-transactions";
import { withKey } from "./setup";
import { listingStaging, promoteAll, type Staging, stage, transactionStaging } from "./staging";

type Deals = Staging & { of: "listing" | "transaction"; toStaged: (userId: number, found: FoundDeal) => StagedDeal };

async function* mapped(pages: AsyncGenerator<Page<FoundDeal>, void>, toStaged: (found: FoundDeal) => StagedDeal) {
  for await (const page of pages) yield { ...page, items: page.items.map(toStaged) };
}

/** Stages all pages, then writes what is staged to its tables; each of the two goes on where it was interrupted. */
const syncDeals = (context: WorkerContext, deals: Deals): Promise<Record<string, unknown>> =>
  withKey(context, async setup => {
    const { subjectId: userId, runId, signal } = context;
    const { of, table, toStaged } = deals;
    const loaded = await syncPages(context, setup, {
      pages: from =>
        mapped(dealPages({ ...setup.access, of, ...(from ? { from } : {}) }, signal), found => toStaged(userId, found)),
      idOf: ({ id }) => id,
      write: (tx, rows) => stage(tx, table, { userId, runId }, rows),
      leftOutOf: ({ leftOut }) => leftOut,
    });
    const { counts, notes } = await promoteAll(context, deals, loaded);
    return toWorkerResult(counts, notes);
  });

/** Fetches the agent's listings. */
export const syncListings = (context: WorkerContext): Promise<Record<string, unknown>> =>
  syncDeals(context, { of: "listing", table: listingStaging, toStaged: toStagedListing, promote: promoteListings });

/** Fetches the agent's transactions with their participants. */
export const syncTransactions = (context: WorkerContext): Promise<Record<string, unknown>> =>
  syncDeals(context, {
    of: "transaction",
    table: transactionStaging,
    toStaged: toStagedTransaction,
    promote: promoteTransactions,
  });
