import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { type Tx, transaction } from "@/lib/platform/db";
import { addCounts, Counts, noCounts, toResult } from "@/lib/platform/flow/counts";
import { ahead } from "@/lib/platform/flow/read-ahead";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { removeStaleFeeds } from "../client/feed/download";
import { type InspectedFeed, readFeed } from "../client/feed/feed";
import { openFeed } from "../client/feed/open";
import { type FeedLanguage, feedLanguages } from "../schema";
import { explainFeed, noFeed, noProducts } from "./import/explain";
import { countPresent, Settled, settleMissing } from "./import/settle-missing";
import { beginFeed, writeBatch } from "./import/write-batch";
import type { FeedDefaults } from "./import/write-products";

const batchRows = 1000;

type Feed = { language: FeedLanguage; file: InspectedFeed; digest: string; remove: () => Promise<void> };

// `line` is the last physical line that was written of the feed with this language and digest, `before` what was counted when it began,
// `runId` the run that it counts for, `notesId` the one under which is noted what the feeds name, `present` how many products there were before the run; `isNoted`: is kept what the feeds name, for other feeds or for what is missing?
const Cursor = z.object({
  runId: z.number(),
  notesId: z.number().optional(), // a place of before there were two kept its notes under its own run
  language: z.enum(feedLanguages),
  digest: z.string(),
  line: z.number(),
  before: Counts,
  counts: Counts,
  present: z.number(),
  isNoted: z.boolean(),
  settled: Settled.nullable(),
});
type Cursor = z.infer<typeof Cursor>;

/** Where this run has stopped; of another run nothing counts, unless it was handed over. */
function readCursor({ cursor, runId }: WorkerContext): Cursor | null {
  const last = Cursor.nullable().catch(null).parse(cursor);
  return last?.runId === runId ? last : null;
}

async function readSetup(tx: Tx, storeId: number) {
  const setup = await tx.storeProductImport.findUnique({ where: { storeId } });
  if (!setup) throw noFeed();
  const urls = { fr: setup.csvUrlFr, en: setup.csvUrlEn, de: setup.csvUrlDe };
  return {
    feeds: feedLanguages.flatMap(language => (urls[language] ? [{ language, url: urls[language] }] : [])),
    defaults: setup,
  };
}

/** Skipped when the person asked for orders only. */
export async function whyNoProducts({ subjectId, runId }: WorkerContext): Promise<string | null> {
  const wanted = await transaction({ store: subjectId }, tx =>
    tx.storeImport.findUnique({ where: { runId }, select: { includeProducts: true } }),
  );
  return wanted?.includeProducts ? null : noProducts();
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** A feed that is broken as a whole, or empty, is refused whole, and what the shop has stays as it is. */
async function fetchFeed(language: FeedLanguage, url: string, context: WorkerContext): Promise<Feed> {
  const { subjectId: storeId, runId, signal } = context;
  const { file, remove } = await openFeed({ url, storeId, trace: `job_${runId}` }, { signal }).catch(
    (thrown: unknown) => {
      throw explainFeed(language, thrown);
    },
  );
  try {
    return { language, file, digest: await digestOf(file.path), remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}

const readingOf = ({ subjectId: storeId, runId }: WorkerContext, { notesId = runId }: Cursor) => ({
  storeId,
  runId,
  notesId,
});

type Writing = { context: WorkerContext; feed: Feed; defaults: FeedDefaults; total: number };

async function writeFeed(writing: Writing, from: Cursor): Promise<Cursor> {
  const { context, feed, defaults, total } = writing;
  const { language, file } = feed;
  const target = { ...readingOf(context, from), language, header: file.header, defaults, isNoted: from.isNoted };
  let cursor = from;
  const batches = readFeed(file, { batch: batchRows, afterLine: from.line, signal: context.signal });
  for await (const batch of ahead(batches)) {
    const { counts, line } = cursor;
    cursor = { ...cursor, line: batch.line };
    await context.page({ done: counts.fetched + batch.rows, total, cursor }, async tx => {
      if (line === 0) await beginFeed(tx, target);
      cursor.counts = addCounts(counts, await writeBatch(tx, target, batch));
    });
    context.signal.throwIfAborted();
  }
  return cursor;
}

type Notes = Pick<Cursor, "runId" | "notesId" | "present" | "isNoted">;

// A feed that changed since the interruption is read from its start again: rows that are there already stay as they are.
function startOf({ language, digest }: Feed, last: Cursor | null, notes: Notes): Cursor {
  if (last?.language === language && last.digest === digest) return last;
  const counted = (last?.language === language ? last.before : last?.counts) ?? noCounts;
  return { language, digest, line: 0, before: counted, counts: counted, ...notes, settled: null };
}

const isBehind = (feed: Feed, last: Cursor | null) =>
  last !== null && feedLanguages.indexOf(feed.language) < feedLanguages.indexOf(last.language);

/** Lets go what is in none of the feeds, which were all read whole; once, for its notes go with it. */
async function settle(context: WorkerContext, last: Cursor, total: number): Promise<Settled> {
  const cursor = { ...last, settled: { gone: 0, missing: 0 } };
  await context.page({ done: last.counts.fetched, total, cursor }, async tx => {
    // Of a shop that had nothing nothing can be missing.
    if (last.isNoted) cursor.settled = await settleMissing(tx, readingOf(context, last), last.present);
  });
  return cursor.settled;
}

async function writeFeeds(
  context: WorkerContext,
  feeds: readonly Feed[],
  from: { last: Cursor | null; defaults: FeedDefaults },
) {
  const total = feeds.reduce((sum, feed) => sum + feed.file.rows, 0);
  let cursor = from.last;
  const present = cursor?.present ?? (await presentOf(context.subjectId));
  const { runId } = context;
  const notes = {
    runId,
    notesId: cursor?.notesId ?? runId,
    present,
    isNoted: cursor?.isNoted ?? (present > 0 || feeds.length > 1),
  };
  await context.page({ done: cursor?.counts.fetched ?? 0, total });
  for (const feed of feeds) {
    if (isBehind(feed, cursor)) continue;
    cursor = await writeFeed({ context, feed, defaults: from.defaults, total }, startOf(feed, cursor, notes));
  }
  if (!cursor) throw noFeed();
  return { ...toResult(cursor.counts), ...(await settle(context, cursor, total)) };
}

const presentOf = (storeId: number) => transaction({ store: storeId }, tx => countPresent(tx, storeId));

/**
 * Imports the products of every feed: all are fetched and read once (their rows are the total), then written batch by batch; at last, what is
 * in none of them goes, or is asked about. Throws StepFailure or OutboundError in words for the owner; then a feed that could not be read
 * has changed nothing.
 */
export async function importProducts(context: WorkerContext): Promise<Record<string, unknown>> {
  const last = readCursor(context);
  // All was done but for saying so. What the feeds hold by now is the next run's business: the notes of this one are gone.
  if (last?.settled) return { ...toResult(last.counts), ...last.settled };
  const { defaults, ...setup } = await transaction({ store: context.subjectId }, tx =>
    readSetup(tx, context.subjectId),
  );
  await removeStaleFeeds();
  const feeds: Feed[] = [];
  try {
    for (const { language, url } of setup.feeds) feeds.push(await fetchFeed(language, url, context));
    return await writeFeeds(context, feeds, { last, defaults });
  } finally {
    await Promise.all(feeds.map(feed => feed.remove()));
  }
}
