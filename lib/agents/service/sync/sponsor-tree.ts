import { Prisma, type Tx } from "@/lib/platform/db";
import { type Change, countChanges, noCounts } from "@/lib/platform/flow/counts";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import { queryLong } from "@/lib/platform/long-texts";
import type { NetworkEntry, Place } from "../../client/entities";
import { networkPages } from "../../client/network";
import { linkNetwork } from "./hierarchy";
import { addNotes, toWorkerResult } from "./notes";
import { type Collected, collectPages } from "./pages";
import {
  changedFields,
  type FoundChange,
  ifKept,
  type Reading,
  readingOf,
  recordChanges,
  recordWritten,
  type ToldChange,
} from "./record-changes";
import { requireKey, withKey } from "./setup";

const batchRows = 2000;

const idOf = ({ direction, agentId }: NetworkEntry) => `${direction} ${agentId}`;

const toRow = (userId: number, entry: NetworkEntry) => ({
  user_id: userId,
  agent_id: entry.agentId,
  direction: entry.direction,
  level: entry.level,
  first_name: entry.firstName,
  last_name: entry.lastName,
  email: entry.email,
  phone_number: entry.phoneNumber,
  avatar: entry.avatar,
  status: entry.status,
  join_date: entry.joinDate,
  terminated_as_of: entry.terminatedAsOf,
  size_of_network: entry.sizeOfNetwork,
});

const label = Prisma.sql`coalesce(nullif(concat_ws(' ', first_name, last_name), ''), agent_id)`;
const changed = changedFields([
  ["level", Prisma.sql`old.level`, Prisma.sql`new.level`],
  ["status", Prisma.sql`old.status`, Prisma.sql`new.status`],
  ["terminated_as_of", Prisma.sql`old.terminated_as_of`, Prisma.sql`new.terminated_as_of`],
]);

const upsertEntries = (tx: Tx, reading: Reading, rows: readonly ReturnType<typeof toRow>[]) =>
  queryLong<ToldChange>(
    tx,
    Prisma.sql`
  INSERT INTO sponsor_tree AS t SELECT * FROM jsonb_populate_recordset(null::sponsor_tree, ${JSON.stringify(rows)}::jsonb)
  ON CONFLICT (user_id, direction, agent_id) DO UPDATE SET level = excluded.level, first_name = excluded.first_name,
    last_name = excluded.last_name, email = excluded.email, phone_number = excluded.phone_number, avatar = excluded.avatar,
    status = excluded.status, join_date = excluded.join_date, terminated_as_of = excluded.terminated_as_of,
    size_of_network = excluded.size_of_network
  WHERE t.* IS DISTINCT FROM excluded.*
  RETURNING t.direction || ' ' || t.agent_id AS id, t.xmax = 0 AS "isNew", ${ifKept(reading, label)} AS label,
    ${ifKept(reading, changed)} AS fields`,
  );

/**
 * Takes away who is in the network no more; `present` are directions and agents, of whom some could not be read and are there all the same.
 * `NOT IN (SELECT …)` looks each up in a hash, whatever the planner believes; `<> ALL(array)` would compare each with each.
 */
async function deleteGone(
  tx: Tx,
  reading: Reading,
  { present, unreadable }: { present: readonly string[]; unreadable: readonly string[] },
): Promise<number> {
  const gone = await tx.$queryRaw<FoundChange[]>`
    DELETE FROM sponsor_tree
    WHERE user_id = ${reading.userId} AND direction || ' ' || agent_id NOT IN (SELECT unnest(${[...present]}::text[]))
      AND agent_id NOT IN (SELECT unnest(${[...unreadable]}::text[]))
    RETURNING direction || ' ' || agent_id AS id, 'gone' AS kind, ${ifKept(reading, label)} AS label`;
  await recordChanges(tx, reading, gone);
  return gone.length;
}

/** Makes the closure table what the network says; rows that say so already are left alone. */
async function writeHierarchy(
  tx: Tx,
  userId: number,
  agentId: string,
  network: readonly NetworkEntry[],
): Promise<void> {
  const links = JSON.stringify(linkNetwork(agentId, network).map(link => ({ user_id: userId, ...link })));
  await tx.$executeRaw`
    WITH told AS MATERIALIZED (SELECT * FROM jsonb_populate_recordset(null::network_hierarchy, ${links}::jsonb)),
    gone AS (
      DELETE FROM network_hierarchy t
      WHERE t.user_id = ${userId} AND (ancestor_agent_id, descendant_agent_id) NOT IN (SELECT ancestor_agent_id, descendant_agent_id FROM told))
    INSERT INTO network_hierarchy AS t SELECT * FROM told
    ON CONFLICT (user_id, ancestor_agent_id, descendant_agent_id) DO UPDATE SET depth = excluded.depth, path_json = excluded.path_json
    WHERE t.* IS DISTINCT FROM excluded.*`;
}

async function writeEntries(tx: Tx, reading: Reading, items: readonly NetworkEntry[]) {
  const all = { changes: [] as Change[], refused: [] as NetworkEntry[] };
  for (let from = 0; from < items.length; from += batchRows) {
    const part = items.slice(from, from + batchRows);
    const { changes, refused } = await writeSoundRows(tx, part, async entries => {
      const rows = entries.map(entry => toRow(reading.userId, entry));
      return recordWritten(tx, reading, await upsertEntries(tx, reading, rows));
    });
    all.changes.push(...changes);
    all.refused.push(...refused);
  }
  return all;
}

async function replaceNetwork(tx: Tx, reading: Reading, agentId: string, found: Collected<NetworkEntry>) {
  const { items, fetched, isWhole, unreadable } = found;
  const { changes, refused } = await writeEntries(tx, reading, items);
  // With a nameless entry among those that could not be read it may be anybody's.
  const gone = isWhole ? await deleteGone(tx, reading, { present: items.map(idOf), unreadable }) : 0;
  const isRefused = new Set(refused);
  await writeHierarchy(
    tx,
    reading.userId,
    agentId,
    items.filter(item => !isRefused.has(item)),
  );
  const skipped = fetched - items.length + refused.length;
  const notes = addNotes(found.notes, { refused: refused.map(({ agentId: id }) => id) });
  return toWorkerResult({ ...noCounts, fetched, skipped, ...countChanges(changes) }, notes, { gone });
}

/** Fetches who stands above and below the agent; what a complete reading found takes the place of what was known, in one transaction. */
export const syncSponsorTree = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withKey(context, async setup => {
    const { subjectId: userId } = context;
    const { access, agentId } = setup;
    const pages = (from: Place | undefined, signal: AbortSignal) =>
      networkPages({ ...access, ...(from ? { from } : {}) }, signal);
    const found = await collectPages(context, setup, { pages, idOf });
    let result = {};
    await context.page({ done: found.fetched }, async tx => {
      await requireKey(tx, userId, agentId);
      result = await replaceNetwork(tx, readingOf(context, "sponsor_tree"), agentId, found);
    });
    return result;
  });
