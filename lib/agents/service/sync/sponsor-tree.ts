import type { Tx } from "@/lib/platform/db";
import { type Change, countChanges, noCounts } from "@/lib/platform/flow/counts";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import type { NetworkEntry } from "../../client/entities";
import { networkPages } from "../../client/network";
import { linkNetwork } from "./hierarchy";
import { addNotes, toWorkerResult } from "./notes";
import { type Collected, collectPages } from "./pages";
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

const upsertEntries = (tx: Tx, userId: number, entries: readonly NetworkEntry[]) => tx.$queryRaw<Change[]>`
  INSERT INTO sponsor_tree AS t
  SELECT * FROM jsonb_populate_recordset(null::sponsor_tree, ${JSON.stringify(entries.map(entry => toRow(userId, entry)))}::jsonb)
  ON CONFLICT (user_id, direction, agent_id) DO UPDATE SET level = excluded.level, first_name = excluded.first_name,
    last_name = excluded.last_name, email = excluded.email, phone_number = excluded.phone_number, avatar = excluded.avatar,
    status = excluded.status, join_date = excluded.join_date, terminated_as_of = excluded.terminated_as_of,
    size_of_network = excluded.size_of_network
  WHERE t.* IS DISTINCT FROM excluded.*
  RETURNING t.direction || ' ' || t.agent_id AS id, t.xmax = 0 AS "isNew"`;

/**
 * Takes away who is in the network no more; `present` are directions and agents, of whom some could not be read and are there all the same.
 * `NOT IN (SELECT …)` looks each up in a hash, whatever the planner believes; `<> ALL(array)` would compare each with each.
 */
const deleteGone = (
  tx: Tx,
  userId: number,
  present: readonly string[],
  unreadable: readonly string[],
) => tx.$executeRaw`
  DELETE FROM sponsor_tree WHERE user_id = ${userId} AND direction || ' ' || agent_id NOT IN (SELECT unnest(${[...present]}::text[]))
    AND agent_id NOT IN (SELECT unnest(${[...unreadable]}::text[]))`;

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
      DELETE FROM network_hierarchy t WHERE t.user_id = ${userId} AND NOT EXISTS (
        SELECT FROM told n WHERE n.ancestor_agent_id = t.ancestor_agent_id AND n.descendant_agent_id = t.descendant_agent_id))
    INSERT INTO network_hierarchy AS t SELECT * FROM told
    ON CONFLICT (user_id, ancestor_agent_id, descendant_agent_id) DO UPDATE SET depth = excluded.depth, path_json = excluded.path_json
    WHERE t.* IS DISTINCT FROM excluded.*`;
}

async function writeEntries(tx: Tx, userId: number, items: readonly NetworkEntry[]) {
  const all = { changes: [] as Change[], refused: [] as NetworkEntry[] };
  for (let from = 0; from < items.length; from += batchRows) {
    const part = items.slice(from, from + batchRows);
    const { changes, refused } = await writeSoundRows(tx, part, rows => upsertEntries(tx, userId, rows));
    all.changes.push(...changes);
    all.refused.push(...refused);
  }
  return all;
}

async function replaceNetwork(tx: Tx, userId: number, agentId: string, found: Collected<NetworkEntry>) {
  const { items, fetched, isNamed, unreadable } = found;
  const { changes, refused } = await writeEntries(tx, userId, items);
  // With a nameless entry among those that could not be read it may be anybody's.
  const gone = isNamed ? await deleteGone(tx, userId, items.map(idOf), unreadable) : 0;
  const isRefused = new Set(refused);
  await writeHierarchy(
    tx,
    userId,
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
    const { subjectId: userId, signal } = context;
    const { access, agentId } = setup;
    const pages = (from?: { part: number; page: number }) =>
      networkPages({ ...access, ...(from ? { from } : {}) }, signal);
    const found = await collectPages(context, setup, { pages, idOf });
    let result = {};
    await context.page({ done: found.fetched }, async tx => {
      await requireKey(tx, userId, agentId);
      result = await replaceNetwork(tx, userId, agentId, found);
    });
    return result;
  });
