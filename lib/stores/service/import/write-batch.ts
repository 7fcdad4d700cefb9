import type { Tx } from "@/lib/platform/db";
import { type Counts, countChanges } from "@/lib/platform/flow/counts";
import { writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import { type BadRow, badRowsOf } from "../../client/feed/bad-rows";
import type { FeedBatch } from "../../client/feed/batch";
import type { FeedProduct } from "../../client/feed/product";
import type { FeedLanguage } from "../../schema";
import { clearIssues, type IssueBook, writeIssues } from "./issues";
import { forgetBadRows, keepBadRows } from "./keep-bad-rows";
import { forgetOthers, forgetSpeech, noteSeen, type Reading } from "./seen";
import { type FeedDefaults, writeProducts } from "./write-products";

/** A feed of a store, which a run reads; `isNoted` when it matters later what it names. */
export type FeedTarget = Reading & {
  language: FeedLanguage;
  header: readonly string[];
  defaults: FeedDefaults;
  isNoted: boolean;
};

const bookOf = ({ storeId, runId }: Pick<Reading, "storeId" | "runId">): IssueBook => ({
  subjectId: storeId,
  runId,
  step: "products",
});

/** A feed is read from its start: what was told and noted of it before no longer counts. */
export async function beginFeed(tx: Tx, target: FeedTarget): Promise<void> {
  await clearIssues(tx, bookOf(target), target.language);
  await forgetBadRows(tx, target);
  await forgetOthers(tx, target);
  await forgetSpeech(tx, target);
}

const message = "The row could not be stored.";
const toRefusal = ({ line }: FeedProduct) => ({ line, field: "", code: "not_writable", message });
// What stood in the file is not kept of rows that were sound.
const toBadRow = ({ line, id, title }: FeedProduct): BadRow => ({ line, problems: [message], fields: [id, title] });

/** Writes a batch of a feed, notes what it names, keeps its bad rows and problems, and answers what it counts for. */
export async function writeBatch(tx: Tx, target: FeedTarget, batch: FeedBatch): Promise<Counts> {
  const { changes, refused } = await writeSoundRows(tx, batch.products, rows => writeProducts(tx, target, rows));
  const refusals = refused.map(toRefusal);
  const written = new Set(batch.products.map(product => product.id));
  for (const { id } of refused) written.delete(id);
  if (target.isNoted)
    await noteSeen(
      tx,
      target,
      [...batch.ids].filter(id => !written.has(id)),
    );
  await keepBadRows(tx, target, [...badRowsOf(batch), ...refused.map(toBadRow)]);
  const issues = [...batch.errors, ...batch.warnings, ...refusals];
  await writeIssues(
    tx,
    bookOf(target),
    issues.map(issue => ({ source: target.language, ...issue })),
  );
  const skipped = batch.rows - written.size;
  return { fetched: batch.rows, skipped, issues: issues.length, ...countChanges(changes) };
}
