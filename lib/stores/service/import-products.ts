import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { type Tx, transaction } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { downloadFeed, removeStaleFeeds } from "../client/feed/download";
import { type FeedBatch, type InspectedFeed, inspectFeed, readFeed } from "../client/feed/feed";
import { FeedError } from "../client/feed/feed-error";
import type { FeedProduct } from "../client/feed/product";
import { type FeedLanguage, feedLanguages } from "../schema";
import { addCounts, Counts, countChanges, noCounts, toResult } from "./import/counts";
import { explainDownload, noFeed, noProducts, refuseFeed } from "./import/explain";
import { clearIssues, type Issue, writeIssues } from "./import/issues";
import { type FeedDefaults, writeProducts } from "./import/write-products";
import { writeSoundRows } from "./import/write-sound-rows";

const step = "products";
const batchRows = 1000;

type Feed = { language: FeedLanguage; file: InspectedFeed; digest: string; remove: () => Promise<void> };

// `line` is the last physical line that was written of the feed with this language and digest, `before` what was counted when it began.
const Cursor = z.object({
  language: z.enum(feedLanguages),
  digest: z.string(),
  line: z.number(),
  before: Counts,
  counts: Counts,
});
type Cursor = z.infer<typeof Cursor>;

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
async function fetchFeed(language: FeedLanguage, url: string, signal: AbortSignal): Promise<Feed> {
  const { path, remove } = await downloadFeed({ url }, signal).catch((thrown: unknown) => {
    throw explainDownload(language, thrown);
  });
  try {
    const file = await inspectFeed(path, undefined, signal);
    if (file.rows === 0) throw new FeedError("empty_feed");
    return { language, file, digest: await digestOf(path), remove };
  } catch (thrown) {
    await remove();
    throw thrown instanceof FeedError ? refuseFeed(language, thrown) : thrown;
  }
}

const toRefusal = (source: FeedLanguage, { line }: FeedProduct): Issue => {
  return { source, line, field: "", code: "not_writable", message: "The row could not be stored." };
};

type Writing = { context: WorkerContext; feed: Feed; defaults: FeedDefaults; total: number };

/** Writes a batch and answers what it counts for. */
async function writeBatch(tx: Tx, { context, feed, defaults }: Writing, batch: FeedBatch): Promise<Counts> {
  const { language } = feed;
  const target = { storeId: context.subjectId, language, defaults };
  const { changes, refused } = await writeSoundRows(tx, batch.products, rows => writeProducts(tx, target, rows));
  const told = [...batch.errors, ...batch.warnings].map(issue => ({ source: language, ...issue }));
  const issues = [...told, ...refused.map(product => toRefusal(language, product))];
  await writeIssues(tx, { ...context, step }, issues);
  const written = new Set(batch.products.map(product => product.id)).size - refused.length;
  const skipped = batch.rows - written;
  return { fetched: batch.rows, skipped, issues: issues.length, ...countChanges(changes) };
}

async function writeFeed(writing: Writing, from: Cursor): Promise<Cursor> {
  const { context, feed, total } = writing;
  let cursor = from;
  for await (const batch of readFeed(feed.file, { batch: batchRows, afterLine: from.line, signal: context.signal })) {
    const { counts, line } = cursor;
    cursor = { ...cursor, line: batch.line };
    await context.page({ done: counts.fetched + batch.rows, total, cursor }, async tx => {
      if (line === 0) await clearIssues(tx, { ...context, step }, feed.language);
      cursor.counts = addCounts(counts, await writeBatch(tx, writing, batch));
    });
    context.signal.throwIfAborted();
  }
  return cursor;
}

// A feed that changed since the interruption is read from its start again: rows that are there already stay as they are.
function startOf({ language, digest }: Feed, last: Cursor | null): Cursor {
  if (last?.language === language && last.digest === digest) return last;
  const counted = (last?.language === language ? last.before : last?.counts) ?? noCounts;
  return { language, digest, line: 0, before: counted, counts: counted };
}

const isBehind = (feed: Feed, last: Cursor | null) =>
  last !== null && feedLanguages.indexOf(feed.language) < feedLanguages.indexOf(last.language);

/**
 * Imports the products of every feed: all are fetched and read once (their rows are the total), then written batch by batch. Throws
 * StepFailure or OutboundError in words for the owner; then a feed that could not be read has changed nothing.
 */
export async function importProducts(context: WorkerContext): Promise<Record<string, unknown>> {
  const setup = await transaction({ store: context.subjectId }, tx => readSetup(tx, context.subjectId));
  await removeStaleFeeds();
  const feeds: Feed[] = [];
  try {
    for (const { language, url } of setup.feeds) feeds.push(await fetchFeed(language, url, context.signal));
    const total = feeds.reduce((sum, feed) => sum + feed.file.rows, 0);
    let cursor = Cursor.nullable().catch(null).parse(context.cursor);
    await context.page({ done: cursor?.counts.fetched ?? 0, total });
    for (const feed of feeds) {
      if (isBehind(feed, cursor)) continue;
      cursor = await writeFeed({ context, feed, defaults: setup.defaults, total }, startOf(feed, cursor));
    }
    return toResult(cursor?.counts ?? noCounts);
  } finally {
    await Promise.all(feeds.map(feed => feed.remove()));
  }
}
