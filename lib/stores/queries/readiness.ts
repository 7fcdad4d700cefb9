import type { Tx } from "@/lib/platform/db";
import type { Requirement } from "@/lib/platform/readiness/requirement";
import { readStanding, standingOf } from "@/lib/platform/readiness/standing";
import type { ChecklistFacts } from "../view/checklist";
import { isFinished, type StoreFacts, toReadiness } from "../view/readiness";
import { hasUnmatched } from "./unmatched";

type Row = Omit<StoreFacts, "tasks"> & { at: Date };

const readRows = (tx: Tx, ids: readonly number[]) => tx.$queryRaw<Row[]>`
  SELECT t.id, t.code, ${standingOf} AS standing, app_now() AS at,
    CASE WHEN k.store_id IS NOT NULL THEN jsonb_build_object('savedAt', k.tested_at, 'brokenAt', k.broken_at, 'brokenClass', k.broken_class,
      'deletedAt', k.deleted_at) END AS key
  FROM stores t JOIN onboarding o ON o.store_id = t.id LEFT JOIN letzshop_credential k ON k.store_id = t.id
  WHERE t.id = ANY(${[...ids]}::int[])`;

type TaskRow = {
  id: number;
  hasInvoiceDetails: boolean;
  hasDescription: boolean;
  feedLanguages: number;
  hasFeeds: boolean;
  hasBadRows: boolean;
  hasOrders: boolean;
  hasUnmatched: boolean;
};

// Nothing of the feeds is asked of a shop that has imported no products.
const readTasks = (tx: Tx, ids: readonly number[]) => tx.$queryRaw<TaskRow[]>`
  SELECT t.id, coalesce(p.business_address, '') <> '' AND coalesce(p.tax_number, '') <> '' AS "hasInvoiceDetails",
    coalesce(p.description, '') <> '' AS "hasDescription", num_nonnulls(nullif(f.csv_url_fr, ''), nullif(f.csv_url_en, ''), nullif(f.csv_url_de, ''))
      AS "feedLanguages", f.store_id IS NOT NULL AND last.run_id IS NOT NULL AS "hasFeeds",
    EXISTS (SELECT FROM import_bad_rows b WHERE b.store_id = t.id AND b.run_id = last.run_id) AS "hasBadRows",
    EXISTS (SELECT FROM orders o WHERE o.store_id = t.id) AS "hasOrders",
    CASE WHEN f.store_id IS NOT NULL AND last.run_id IS NOT NULL AND EXISTS (SELECT FROM orders o WHERE o.store_id = t.id)
      THEN ${hasUnmatched} ELSE false END AS "hasUnmatched"
  FROM stores t LEFT JOIN store_profile p ON p.store_id = t.id LEFT JOIN store_product_import f ON f.store_id = t.id
  LEFT JOIN LATERAL (SELECT i.run_id FROM store_import i JOIN onboarding_run r ON r.id = i.run_id AND r.ended_at IS NOT NULL
    WHERE i.store_id = t.id AND i.include_products ORDER BY i.run_id DESC LIMIT 1) last ON true
  WHERE t.id = ANY(${[...ids]}::int[])`;

const toTaskFacts = (row: TaskRow): ChecklistFacts => ({
  feedLanguages: row.hasFeeds ? row.feedLanguages : null,
  hasEveryRow: row.hasFeeds ? !row.hasBadRows : null,
  hasEveryArticle: row.hasFeeds && row.hasOrders ? !row.hasUnmatched : null,
  hasInvoiceDetails: row.hasInvoiceDetails,
  hasDescription: row.hasDescription,
});

const readStandings = async (tx: Tx, ids: readonly number[]) =>
  (await readRows(tx, ids)).map(row => ({ ...row, standing: readStanding(row.standing) }));

/** What each of these stores needs, by its id; two statements, however many they are. Who is not there is left out. */
export async function readReadiness(tx: Tx, ids: readonly number[]): Promise<Map<number, Requirement[]>> {
  const rows = await readStandings(tx, ids);
  const through = rows.filter(({ standing }) => isFinished(standing)).map(({ id }) => id);
  const told = new Map((through.length > 0 ? await readTasks(tx, through) : []).map(row => [row.id, toTaskFacts(row)]));
  return new Map(rows.map(({ at, ...row }) => [row.id, toReadiness({ ...row, tasks: told.get(row.id) ?? null }, at)]));
}

/** The same without what could be better, which is never a problem; one statement. */
export const readNeeds = async (tx: Tx, ids: readonly number[]): Promise<Map<number, Requirement[]>> =>
  new Map((await readStandings(tx, ids)).map(({ at, ...row }) => [row.id, toReadiness({ ...row, tasks: null }, at)]));
