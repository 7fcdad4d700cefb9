import type { Tx } from "@/lib/platform/db";
import type { FeedLanguage } from "../../schema";

/** Whose feeds are read by which run; what the feeds name is noted under the run that began to read them, which one that goes on keeps. */
export type Reading = { storeId: number; runId: number; notesId: number };

/** Notes ids that a feed names; what a run has noted is in a feed still. */
export async function noteSeen(tx: Tx, { storeId, notesId }: Reading, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO product_seen (store_id, run_id, external_id)
    SELECT ${storeId}, ${notesId}, id FROM unnest(${[...ids]}::text[]) AS id ON CONFLICT DO NOTHING`;
}

/**
 * Lets a feed speak for products and answers for which it does: those that no other feed of this run has spoken for. So feeds that differ in
 * a price or a link do not write over each other.
 */
export async function speakFor(
  tx: Tx,
  { storeId, notesId, language }: Reading & { language: FeedLanguage },
  ids: readonly string[],
): Promise<Set<string>> {
  const [spoken] = await tx.$queryRaw<{ ids: string[] | null }[]>`
    WITH spoken AS (INSERT INTO product_seen AS s (store_id, run_id, external_id, language)
    SELECT ${storeId}, ${notesId}, id, ${language} FROM unnest(${[...ids]}::text[]) AS id
    ON CONFLICT (store_id, run_id, external_id) DO UPDATE SET language = excluded.language WHERE s.language IS NULL
    RETURNING s.external_id AS id)
    SELECT array_agg(id) AS ids FROM spoken`;
  return new Set(spoken?.ids);
}

/** Forgets what a feed has said in this run: it is read from its start again. Ids that it has named stay noted. */
export async function forgetSpeech(
  tx: Tx,
  { storeId, notesId, language }: Reading & { language: FeedLanguage },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE product_seen SET language = NULL WHERE store_id = ${storeId} AND run_id = ${notesId} AND language = ${language}`;
}

/** Forgets what other runs of a store have noted and could not finish. */
export async function forgetOthers(tx: Tx, { storeId, notesId }: Reading): Promise<void> {
  await tx.$executeRaw`DELETE FROM product_seen WHERE store_id = ${storeId} AND run_id <> ${notesId}`;
}
