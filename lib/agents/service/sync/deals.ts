import { Prisma } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { dealPages } from "../../client/deals";
import type { FoundDeal, Page } from "../../client/entities";
import { labelOfDeal } from "./deal-changes";
import { type StagedDeal, toStagedListing, toStagedTransaction } from "./map-deal";
import { toWorkerResult } from "./notes";
import { syncPages } from "./pages";
import { promoteListings } from "./promote-listings";
import { promoteTransactions } from "./promote-transactions";
import { readingOf } from "./record-changes";
import { requireKey, withKey } from "./setup";
import { listingStaging, promoteAll, type Staging, stage, transactionStaging } from "./staging";
import { noneGone, takeAway } from "./take-away";

type Deals = Staging & {
  of: "listing" | "transaction";
  told: Prisma.Sql;
  toStaged: (userId: number, found: FoundDeal) => StagedDeal;
};

async function* mapped(pages: AsyncGenerator<Page<FoundDeal>, void>, toStaged: (found: FoundDeal) => StagedDeal) {
  for await (const page of pages) yield { ...page, items: page.items.map(toStaged) };
}

/** Stages all pages, then writes what is staged to its tables, each going on where it was interrupted; then what reZEN no longer has goes. */
const syncDeals = (context: WorkerContext, deals: Deals): Promise<Record<string, unknown>> =>
  withKey(context, async setup => {
    const { subjectId: userId, runId } = context;
    const { of, step, table, told, toStaged } = deals;
    const reading = readingOf(context, step);
    const { cursor, seen } = await syncPages(context, setup, {
      step,
      pages: (from, signal) =>
        mapped(dealPages({ ...setup.access, of, ...(from ? { from } : {}) }, signal), found => toStaged(userId, found)),
      idOf: ({ id }) => id,
      write: (tx, rows) => stage(tx, table, { userId, runId }, rows),
      leftOutOf: ({ leftOut }) => leftOut,
    });
    const { counts, notes } = await promoteAll(context, deals, cursor);
    let away = noneGone;
    await context.page({ done: counts.fetched }, async tx => {
      await requireKey(tx, userId, setup.agentId);
      away = await takeAway(tx, { table: told, id: Prisma.sql`id`, label: labelOfDeal, reading }, seen);
      await takeAway(tx, { table, id: Prisma.sql`rezen_id`, reading }, seen);
    });
    return toWorkerResult(counts, notes, away);
  });

/** Fetches the agent's listings. */
export const syncListings = (context: WorkerContext): Promise<Record<string, unknown>> =>
  syncDeals(context, {
    of: "listing",
    step: "listings",
    told: Prisma.sql`listing`,
    table: listingStaging,
    toStaged: toStagedListing,
    promote: promoteListings,
  });

/** Fetches the agent's transactions with their participants. */
export const syncTransactions = (context: WorkerContext): Promise<Record<string, unknown>> =>
  syncDeals(context, {
    of: "transaction",
    step: "transactions",
    told: Prisma.sql`"transaction"`,
    table: transactionStaging,
    toStaged: toStagedTransaction,
    promote: promoteTransactions,
  });
