import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { type Tx, transaction } from "@/lib/platform/db";
import { StepFailure } from "@/lib/platform/flow/failure";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { downloadFeed } from "../client/feed/download";
import { type FeedBatch, type InspectedFeed, inspectFeed, readFeed } from "../client/feed/feed";
import { FeedError } from "../client/feed/feed-error";
import { type FeedLanguage, feedLanguages } from "../schema";
import { writeIssues } from "./import-issues";
import { type FeedDefaults, writeProducts } from "./write-products";

type Feed = { language: FeedLanguage; file: InspectedFeed; digest: string; remove: () => Promise<void> };
// `line` is the last physical line that was written of the feed with this language and digest.
type Cursor = { language: FeedLanguage; digest: string; line: number; done: number };

const batchRows = 1000;

async function readSetup(tx: Tx, storeId: number) {
  const setup = await tx.storeProductImport.findUnique({ where: { storeId } });
  if (!setup) throw new StepFailure("invalid_input", "There is no product feed.");
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
  return wanted?.includeProducts ? null : "Only orders were asked for.";
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

// A feed that is broken as a whole is refused whole, and what the shop has stays as it is.
function refuse(language: FeedLanguage, thrown: unknown): never {
  if (!(thrown instanceof FeedError)) throw thrown;
  const where = [thrown.line && `line ${thrown.line}`, thrown.column && `column ${thrown.column}`]
    .filter(Boolean)
    .join(", ");
  throw new StepFailure(thrown.code, `Feed ${language.toUpperCase()}: ${thrown.message}${where ? ` (${where})` : ""}`);
}

async function fetchFeed(language: FeedLanguage, url: string, signal: AbortSignal): Promise<Feed> {
  const { path, remove } = await downloadFeed({ url }, signal);
  try {
    return { language, file: await inspectFeed(path, undefined, signal), digest: await digestOf(path), remove };
  } catch (thrown) {
    await remove();
    return refuse(language, thrown);
  }
}

const toIssues = (context: WorkerContext, language: FeedLanguage, batch: FeedBatch) =>
  [...batch.errors, ...batch.warnings].slice(0, 100).map(({ line, field, code, message }) => ({
    storeId: context.subjectId,
    runId: context.runId,
    step: "products",
    source: language,
    line,
    field,
    code,
    message,
  }));

async function writeFeed(
  context: WorkerContext,
  feed: Feed,
  defaults: FeedDefaults,
  from: Cursor,
  total: number,
): Promise<Cursor> {
  let cursor = from;
  for await (const batch of readFeed(feed.file, { batch: batchRows, afterLine: from.line, signal: context.signal })) {
    cursor = { ...cursor, line: batch.line, done: cursor.done + batch.rows };
    await context.page({ done: cursor.done, total, cursor }, async tx => {
      await writeProducts(tx, context.subjectId, feed.language, batch.products, defaults);
      await writeIssues(tx, toIssues(context, feed.language, batch));
    });
    context.signal.throwIfAborted();
  }
  return cursor;
}

// A feed that changed since the interruption is read from its start again: rows that are there already stay as they are.
function startOf(feed: Feed, before: Cursor | null, done: number): Cursor {
  const goesOn = before?.language === feed.language && before.digest === feed.digest;
  return goesOn ? before : { language: feed.language, digest: feed.digest, line: 0, done };
}

/** Imports the products of every feed: all are fetched and read once (their rows are the total), then written batch by batch. Throws StepFailure or OutboundError; then a feed that could not be read has changed nothing. */
export async function importProducts(context: WorkerContext): Promise<Record<string, unknown>> {
  const setup = await transaction({ store: context.subjectId }, tx => readSetup(tx, context.subjectId));
  const feeds: Feed[] = [];
  try {
    for (const { language, url } of setup.feeds) feeds.push(await fetchFeed(language, url, context.signal));
    const total = feeds.reduce((sum, feed) => sum + feed.file.rows, 0);
    const before = context.cursor as Cursor | null;
    await context.page({ done: before?.done ?? 0, total });
    let done = 0;
    for (const feed of feeds) {
      const isBehind = before !== null && feedLanguages.indexOf(feed.language) < feedLanguages.indexOf(before.language);
      const end = isBehind ? null : await writeFeed(context, feed, setup.defaults, startOf(feed, before, done), total);
      done = end?.done ?? done + feed.file.rows;
    }
    return { fetched: done };
  } finally {
    await Promise.all(feeds.map(feed => feed.remove()));
  }
}
