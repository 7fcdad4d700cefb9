import { setImmediate as breathe } from "node:timers/promises";
import { beginLook } from "@/lib/platform/one-look";
import { type BadRow, badRowsOf, toBadRowLines } from "../../client/feed/bad-rows";
import type { FeedBatch } from "../../client/feed/batch";
import { removeStaleFeeds } from "../../client/feed/download";
import { type InspectedFeed, readFeed } from "../../client/feed/feed";
import { feedFields, mapColumns } from "../../client/feed/header";
import { type OpenFeed, openFeed } from "../../client/feed/open";
import type { FeedIssue } from "../../client/feed/row-reader";
import type { FeedAddress, FeedLanguage } from "../../schema";
import { type PreviewView, toPreviewProduct } from "../../view/preview";
import { refusePreview } from "./refuse-preview";
import { suggest } from "./suggest";

/** Who looks, and the support code that the call carries. */
type Looking = { storeId: number; trace: string };

const longestMs = 120_000;
const preview = { name: "feed-preview", perMinute: 10, longestMs, busySeconds: 10 };
const batchRows = 500;
const mostShown = 5;
const mostTold = 100;
const delimiters = { "\t": "tab", ",": "comma", ";": "semicolon" } as const;

/** Fetches a feed within the store's budget. Throws AppError in words for the owner. */
async function fetchFeed(
  { storeId, trace }: Looking,
  { url, language }: FeedAddress,
  visit?: (batch: FeedBatch) => void,
): Promise<OpenFeed> {
  const endLook = await beginLook(storeId, preview);
  try {
    await removeStaleFeeds();
    const feed = await openFeed(
      { url, storeId, trace, isWatched: true },
      { signal: AbortSignal.timeout(longestMs), visit },
    );
    const remove = () => feed.remove().finally(endLook);
    return { ...feed, remove };
  } catch (thrown) {
    await endLook();
    throw refusePreview(language, thrown);
  }
}

/** The batches of a feed with a pause after each, so that whoever else is served waits for no whole feed. */
async function* calmly(file: InspectedFeed): AsyncGenerator<FeedBatch> {
  const signal = AbortSignal.timeout(longestMs);
  for await (const batch of readFeed(file, { batch: batchRows, signal })) {
    yield batch;
    await breathe();
  }
}

/** What all batches together say, in flat memory. */
class Findings {
  good = 0;
  errorCount = 0;
  warningCount = 0;
  readonly products: PreviewView["products"] = [];
  readonly errors: FeedIssue[] = [];
  readonly warnings: FeedIssue[] = [];
  readonly counts = new Map<string, number>();

  add({ products, errors, warnings }: FeedBatch): void {
    this.good += products.length;
    this.errorCount += errors.length;
    this.warningCount += warnings.length;
    this.products.push(...products.slice(0, mostShown - this.products.length).map(toPreviewProduct));
    this.errors.push(...errors.slice(0, mostTold - this.errors.length));
    this.warnings.push(...warnings.slice(0, mostTold - this.warnings.length));
    for (const { code } of [...errors, ...warnings]) this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
  }
}

/** What a look has found: what was seen in passing, unless rows have proved to come again, which count but once. */
async function findingsOf(file: InspectedFeed, inPassing: Findings): Promise<Findings> {
  if (file.superseded.size === 0) return inPassing;
  const found = new Findings();
  for await (const batch of calmly(file)) found.add(batch);
  return found;
}

function summarize(language: FeedLanguage, file: InspectedFeed, found: Findings): PreviewView {
  const columns = mapColumns(file.header);
  const filled = new Set(columns.map(column => column.field));
  const unfilled = feedFields.filter(field => !filled.has(field));
  const { good, products, errors, errorCount, warnings, warningCount, counts } = found;
  const repeated = file.superseded.size;
  return {
    ...{ language, encoding: file.dialect.encoding, delimiter: delimiters[file.dialect.delimiter] },
    ...{ rows: file.rows, good, bad: file.rows - good - repeated, repeated, columns, unfilled },
    ...{ products, errors, errorCount, warnings, warningCount, suggestions: suggest(file, unfilled, counts) },
  };
}

/** Reads a feed from end to end and says what an import would make of it; nothing is saved. Throws AppError in words for the owner. */
export async function previewFeed(looking: Looking, address: FeedAddress): Promise<PreviewView> {
  const inPassing = new Findings();
  const { file, remove } = await fetchFeed(looking, address, batch => inPassing.add(batch));
  try {
    return summarize(address.language, file, await findingsOf(file, inPassing));
  } catch (thrown) {
    throw refusePreview(address.language, thrown);
  } finally {
    await remove();
  }
}

/** The bad rows of a feed as lines of a table; the feed is read while the lines are. Throws like a preview, before the first line. */
export async function listBadRows(looking: Looking, address: FeedAddress): Promise<AsyncGenerator<string[]>> {
  const { file, remove } = await fetchFeed(looking, address);
  async function* batches(): AsyncGenerator<BadRow[]> {
    for await (const batch of calmly(file)) yield badRowsOf(batch);
  }
  async function* lines(): AsyncGenerator<string[]> {
    try {
      yield* toBadRowLines(file.header, batches());
    } finally {
      await remove();
    }
  }
  return lines();
}
