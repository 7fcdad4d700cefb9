import type { Client as PgClient } from "pg";
import { Client } from "undici";
import { mapping } from "@/lib/agents/service/sync/map-deal";
import { withConnection } from "@/lib/platform/testing/database";
import * as rows from "./agent-rows";
import { copyRows } from "./copy-rows";

/** Where reZEN is, and with which key whose data is fetched for whom; `most` pages of a list at most. */
export type Copied = { userId: number; agentId: string; apiKey: string; agents: URL; deals: URL; most?: number };

const pageSize = 200;
const tiers = [1, 2, 3, 4, 5];
const groups = ["OPEN", "CLOSED", "TERMINATED"];
const statuses = ["ACTIVE", "INACTIVE", "CANDIDATE", "RESURRECTING"];

/** Every page of a list over one kept connection, in turn. */
export async function* listPages(client: Client, copied: Copied, path: string): AsyncGenerator<rows.Wire[]> {
  const headers = { "x-api-key": copied.apiKey };
  for (let page = 0; page < (copied.most ?? Number.POSITIVE_INFINITY); page += 1) {
    const answer = await client.request({
      method: "GET",
      path: `${path}pageNumber=${page}&pageSize=${pageSize}`,
      headers,
    });
    const told = (await answer.body.json()) as { hasNext?: boolean } & Record<string, rows.Wire[]>;
    const entries = Array.isArray(told) ? (told as rows.Wire[]) : (Object.values(told).find(Array.isArray) ?? []);
    yield entries;
    if (!(told.hasNext ?? entries.length === pageSize)) return;
  }
}

/** The addresses of every list of an agent, as those of our client. */
export const pathsOf = ({ agentId, agents, deals }: Copied) => ({
  deals: (list: "transactions" | "listing-transactions") =>
    groups.map(group => ({
      group,
      path: `${deals.pathname}/api/v1/transactions/participant/${agentId}/${list}/${group}?lifeCycleGroup=${group}&sortBy=CREATED_AT&sortDirection=ASC&`,
    })),
  downLine: statuses.flatMap(status =>
    tiers.map(tier => ({
      tier,
      path: `${agents.pathname}/api/v1/agents/${agentId}/down-line/${tier}?statusIn=${status}&`,
    })),
  ),
  contributions: tiers.map(tier => `${deals.pathname}/api/v1/revshares/${agentId}/contributions/${tier}?`),
});

/** One set-based statement for a table, of the rows that `source` selects; `keys` are its primary key. */
async function upsert(client: PgClient, table: string, keys: string, source: string, only = ""): Promise<void> {
  const { rows: columns } = await client.query<{ set: string }>(
    `SELECT string_agg(format('%1$I = excluded.%1$I', attname), ', ') AS set FROM pg_attribute
      WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL (string_to_array('${keys}', ', '))`,
  );
  await client.query(
    `INSERT INTO ${table} ${only && `(${only})`} ${source} ON CONFLICT (${keys}) DO UPDATE SET ${columns[0]?.set}`,
  );
}

type Staged = { list: "transactions" | "listing-transactions"; staging: string };

/** Fetches a list of deals into a table of this transaction's own, and from there into its staging, which keeps what reZEN told. */
async function stageDeals(client: PgClient, rezen: Client, copied: Copied, { list, staging }: Staged): Promise<void> {
  const { userId } = copied;
  await client.query(`CREATE TEMP TABLE staged_${staging} (id text, raw jsonb, mapped jsonb) ON COMMIT DROP`);
  for (const { group, path } of pathsOf(copied).deals(list))
    for await (const page of listPages(rezen, copied, path)) {
      const staged = page.map(deal => {
        const people = list === "transactions" ? rows.toPeople(userId, deal) : [];
        const mapped =
          list === "transactions"
            ? {
                ...rows.toTransaction(userId, group, deal),
                participants: people,
                paid_participants: rows.toPaid(people),
              }
            : rows.toListing(userId, group, deal);
        return [deal.id, JSON.stringify(deal), JSON.stringify(mapped)];
      });
      await copyRows(client, `staged_${staging}`, staged);
    }
  const source = `SELECT ${userId}, id, 1, raw, ${mapping}, true, now(), now() FROM staged_${staging}`;
  const columns = "user_id, rezen_id, run_id, raw, mapping, is_processed, staged_at, processed_at";
  await upsert(client, staging, "user_id, rezen_id", source, columns);
}

const fromStaging = (staging: string, table: string) =>
  `SELECT r.* FROM staged_${staging} s, jsonb_populate_record(null::${table}, s.mapped || jsonb_build_object('synced_at', now())) r`;
const peopleFrom = (table: string, list: string) =>
  `SELECT r.* FROM staged_rezen_transaction_staging s, jsonb_populate_recordset(null::${table}, s.mapped->'${list}') r`;

async function copyDeals(client: PgClient, rezen: Client, copied: Copied): Promise<void> {
  await stageDeals(client, rezen, copied, { list: "listing-transactions", staging: "rezen_listing_staging" });
  await upsert(client, "listing", "user_id, id", fromStaging("rezen_listing_staging", "listing"));
  await stageDeals(client, rezen, copied, { list: "transactions", staging: "rezen_transaction_staging" });
  const transactions = fromStaging("rezen_transaction_staging", '"transaction"');
  await upsert(client, '"transaction"', "user_id, id", transactions);
  await upsert(client, "participant", "user_id, transaction_id, id", peopleFrom("participant", "participants"));
  const paid = peopleFrom("paid_participant", "paid_participants");
  await upsert(client, "paid_participant", "user_id, transaction_id, participant_id", paid);
}

/** Copies rows into a table like `table` without an index, and from there into it. */
async function copyInto(
  client: PgClient,
  { table, keys }: { table: string; keys: string },
  pages: AsyncIterable<rows.Row[]>,
) {
  await client.query(`CREATE TEMP TABLE staged_${table} (LIKE ${table}) ON COMMIT DROP`);
  for await (const page of pages) {
    const columns = Object.keys(page[0] ?? {});
    const values = page.map(row => columns.map(column => row[column]));
    if (page.length > 0) await copyRows(client, `staged_${table} (${columns.join(", ")})`, values);
  }
  await upsert(client, table, keys, `SELECT * FROM staged_${table}`);
}

async function* networkPages(rezen: Client, copied: Copied): AsyncGenerator<rows.Row[]> {
  for (const { tier, path } of pathsOf(copied).downLine)
    for await (const page of listPages(rezen, copied, path))
      yield page.map(one => rows.toMember(copied.userId, tier, one));
}

async function* contributionPages(rezen: Client, copied: Copied): AsyncGenerator<rows.Row[]> {
  for (const path of pathsOf(copied).contributions)
    for await (const page of listPages(rezen, copied, path))
      yield page.map(one => rows.toContribution(copied.userId, copied.agentId, one));
}

const sumUp = `
  INSERT INTO contributors (user_id, agent_id, tier, currency, name, total, contributions, first_date, last_date)
  SELECT user_id, contributing_agent_id, tier, currency, (array_agg(contributor_name ORDER BY contribution_date DESC, contribution_id_raw))[1],
    sum(amount), count(*), min(contribution_date), max(contribution_date) FROM contribution WHERE user_id = $1 AND status <> 'MISSED'
  GROUP BY user_id, contributing_agent_id, tier, currency`;
const link = `
  INSERT INTO network_hierarchy (user_id, ancestor_agent_id, descendant_agent_id, depth, path_json)
  SELECT user_id, $2, agent_id, level, jsonb_build_array($2::text, agent_id) FROM sponsor_tree WHERE user_id = $1`;

/**
 * Fetches an agent's lists over one kept connection, one page after the other, copies them into staging tables and writes each final table in one
 * statement, all in one transaction; no progress, nothing to resume, no entry that may be strange, nothing taken away: in seconds.
 */
export async function copyAgent(databaseUrl: string, copied: Copied): Promise<number> {
  const rezen = new Client(copied.agents.origin, { pipelining: 1 });
  try {
    return await withConnection(databaseUrl, async client => {
      await client.query("SET ROLE gangway_system");
      const began = performance.now();
      await client.query("BEGIN");
      await copyDeals(client, rezen, copied);
      await copyInto(
        client,
        { table: "sponsor_tree", keys: "user_id, direction, agent_id" },
        networkPages(rezen, copied),
      );
      await client.query(link, [copied.userId, copied.agentId]);
      const contribution = { table: "contribution", keys: "user_id, contribution_id_raw" };
      await copyInto(client, contribution, contributionPages(rezen, copied));
      await client.query(sumUp, [copied.userId]);
      await client.query("COMMIT");
      return (performance.now() - began) / 1000;
    });
  } finally {
    await rezen.close();
  }
}
