import { Prisma, type Tx } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { dealPages } from "../../client/deals";
import type { FoundDeal, Page } from "../../client/entities";
import { labelOfDeal } from "./deal-changes";
import { type StagedDeal, toStagedListing, toStagedTransaction } from "./map-deal";
import { toWorkerResult } from "./notes";
import { syncPages } from "./pages";
import { promoteListings } from "./promote-listings";
import { promoteTransactions } from "./promote-transactions";
import { type Reading, readingOf } from "./record-changes";
import { requireKey, withKey } from "./setup";
import { findChanged, listingStaging, promoteAll, type Staging, stageOpen, transactionStaging } from "./staging";
import { noneGone, takeAway } from "./take-away";

type Deals = Staging & {
  of: "listing" | "transaction";
  told: Prisma.Sql;
  toStaged: (found: FoundDeal) => StagedDeal;
};

async function* mapped(pages: AsyncGenerator<Page<FoundDeal>, void>, toStaged: (found: FoundDeal) => StagedDeal) {
  for await (const page of pages) yield { ...page, items: page.items.map(toStaged) };
}

/** How the deals of a page are written: those that have changed go to their staging and their tables at once, but for what the tables do not take. */
function writing({ table, promote }: Deals, reading: Reading) {
  let told: ReadonlySet<string> = new Set();
  return {
    pick: async (tx: Tx, deals: readonly StagedDeal[]) => {
      const found = await findChanged(tx, table, reading, deals);
      told = found.told;
      return found.changed;
    },
    write: async (tx: Tx, deals: readonly StagedDeal[]) =>
      (await promote(tx, reading, deals)).filter(({ id }) => !told.has(id)),
    keepRefused: (tx: Tx, deals: readonly StagedDeal[]) => stageOpen(tx, table, reading, deals),
  };
}

/** Reads all pages, each staged and written to its tables, then writes what waits in the staging besides; then what reZEN no longer has goes. */
const syncDeals = (context: WorkerContext, deals: Deals): Promise<Record<string, unknown>> =>
  withKey(context, async setup => {
    const { subjectId: userId } = context;
    const { of, step, table, told, toStaged } = deals;
    const reading = readingOf(context, step);
    const { cursor, seen } = await syncPages(context, setup, {
      step,
      pages: (from, signal) => mapped(dealPages({ ...setup.access, of, ...(from ? { from } : {}) }, signal), toStaged),
      idOf: ({ id }) => id,
      ...writing(deals, reading),
      leftOutOf: ({ leftOut }) => leftOut,
    });
    const { counts, notes } = await promoteAll(context, deals, cursor);
    let away = noneGone;
    await context.page({ done: counts.fetched }, async tx => {
      await requireKey(tx, userId, setup.agentId);
      const held = { table: told, id: Prisma.sql`id`, label: labelOfDeal, staging: table, reading };
      away = await takeAway(tx, held, seen);
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
