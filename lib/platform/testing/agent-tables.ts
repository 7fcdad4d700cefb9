import { Prisma, type Tx } from "../db";

/** What one agent's row of each table needs to know of the rows before it; `agent` is the account. */
export type AgentRows = { agent: number; onboarding: number; run: number };

const staged = (table: Prisma.Sql, agent: number) => Prisma.sql`
  INSERT INTO ${table} (user_id, rezen_id, run_id, raw, mapped, mapping, staged_at) VALUES (${agent}, 'd-1', 1, '{}', '{}', 1, now())`;
const deal = (table: Prisma.Sql, agent: number) => Prisma.sql`
  INSERT INTO ${table} (user_id, id, lifecycle_group, synced_at) VALUES (${agent}, 'd-1', 'OPEN', now())`;

/** One statement per table that makes a row of an agent; a tenant table without an entry fails the test. */
export const agentRowOf: Record<string, (of: AgentRows) => Prisma.Sql> = {
  agent: ({ agent }) =>
    Prisma.sql`INSERT INTO agent (user_id, id, full_name) VALUES (${agent}, ${`agent-${agent}`}, 'Ada Agent')`,
  credentials: ({ agent }) => Prisma.sql`
    INSERT INTO credentials (user_id, platform, api_key, last_four, tested_at) VALUES (${agent}, 'REZEN', 'sealed', 'four', now())`,
  onboarding: ({ agent, onboarding }) =>
    Prisma.sql`INSERT INTO onboarding (id, kind, agent_user_id) VALUES (${onboarding}, 'agent', ${agent})`,
  onboarding_step: ({ onboarding }) => Prisma.sql`
    INSERT INTO onboarding_step (onboarding_id, step, position) VALUES (${onboarding}, 'sync', 0)`,
  onboarding_run: ({ onboarding, run }) => Prisma.sql`
    INSERT INTO onboarding_run (id, onboarding_id, number, trigger) VALUES (${run}, ${onboarding}, 1, 'owner')`,
  step_draft: ({ onboarding }) => Prisma.sql`
    INSERT INTO step_draft (onboarding_id, step, answers, saved_at) VALUES (${onboarding}, 'sync', '{}', now())`,
  step_event: ({ onboarding }) => Prisma.sql`
    INSERT INTO step_event (onboarding_id, step, event, code, kind, first_at, last_at)
    VALUES (${onboarding}, 'sync', 'seen', '', 'agent', now(), now())`,
  prefill_decision: ({ onboarding }) => Prisma.sql`
    INSERT INTO prefill_decision (onboarding_id, step, field, source, told_at, is_guess, original, decision, decided_at)
    VALUES (${onboarding}, 'sync', 'name', 'rezen', now(), false, 'Ada', 'kept', now())`,
  feedback: ({ onboarding }) => Prisma.sql`
    INSERT INTO feedback (kind, onboarding_id, dismissed_at, created_at, changed_at) VALUES ('agent', ${onboarding}, now(), now(), now())`,
  reminder: ({ onboarding }) => Prisma.sql`
    INSERT INTO reminder (onboarding_id, kind, stretch_at, step, channel, token_hash, sent_at)
    VALUES (${onboarding}, 'agent', now() - interval '3 days', 'sync', 'email', ${`hash-a${onboarding}`}, now())`,
  ready_request: ({ agent, run }) => Prisma.sql`
    INSERT INTO ready_request (run_id, user_id, channel, created_at) VALUES (${run}, ${agent}, 'email', now())`,
  team: ({ agent }) => Prisma.sql`INSERT INTO team (user_id, id, name) VALUES (${agent}, 't-1', 'Team')`,
  team_members: ({ agent }) => Prisma.sql`
    INSERT INTO team_members (user_id, id, team_id, agent_id, roles, flex_roles) VALUES (${agent}, 'm-1', 't-1', 'a-1', '{}', '{}')`,
  rezen_listing_staging: ({ agent }) => staged(Prisma.sql`rezen_listing_staging`, agent),
  rezen_transaction_staging: ({ agent }) => staged(Prisma.sql`rezen_transaction_staging`, agent),
  listing: ({ agent }) => deal(Prisma.sql`listing`, agent),
  transaction: ({ agent }) => deal(Prisma.sql`transaction`, agent),
  participant: ({ agent }) =>
    Prisma.sql`INSERT INTO participant (user_id, transaction_id, id) VALUES (${agent}, 'd-1', 'p-1')`,
  paid_participant: ({ agent }) => Prisma.sql`
    INSERT INTO paid_participant (user_id, transaction_id, participant_id, name, percent) VALUES (${agent}, 'd-1', 'p-1', 'Bea', 50)`,
  network_hierarchy: ({ agent }) => Prisma.sql`
    INSERT INTO network_hierarchy (user_id, ancestor_agent_id, descendant_agent_id, depth, path_json) VALUES (${agent}, 'a-1', 'a-2', 1, '[]')`,
  sponsor_tree: ({ agent }) => Prisma.sql`
    INSERT INTO sponsor_tree (user_id, agent_id, direction, level) VALUES (${agent}, 'a-1', 'up', 1)`,
  contribution: ({ agent }) => Prisma.sql`
    INSERT INTO contribution (user_id, contribution_id_raw, tier, amount, currency, receiving_agent_id) VALUES (${agent}, 'c-1', 1, 10, 'USD', 'a-1')`,
  contributors: ({ agent }) => Prisma.sql`
    INSERT INTO contributors (user_id, agent_id, tier, currency, total, contributions) VALUES (${agent}, 'a-2', 1, 'USD', 10, 1)`,
  agent_cap_data: ({ agent }) =>
    Prisma.sql`INSERT INTO agent_cap_data (user_id, agent_id, synced_at) VALUES (${agent}, 'a-1', now())`,
  equity_transactions: ({ agent }) =>
    Prisma.sql`INSERT INTO equity_transactions (user_id, id, shares) VALUES (${agent}, 'e-1', 1)`,
  equity_monthly: ({ agent }) => Prisma.sql`
    INSERT INTO equity_monthly (user_id, period_year, period_month, total_shares, vested_shares, unvested_shares, total_value, currency,
      grants_this_period, vested_this_period, exercised_this_period, forfeited_this_period)
    VALUES (${agent}, 2026, 1, 1, 0, 1, 10, 'USD', 1, 0, 0, 0)`,
  equity_annual: ({ agent }) => Prisma.sql`
    INSERT INTO equity_annual (user_id, period_year, total_shares, vested_shares, unvested_shares, total_value, currency,
      grants_this_period, vested_this_period, exercised_this_period, forfeited_this_period)
    VALUES (${agent}, 2026, 1, 0, 1, 10, 'USD', 1, 0, 0, 0)`,
  agent_data_set: ({ agent, run }) => Prisma.sql`
    INSERT INTO agent_data_set (user_id, step, run_id, read_at, fetched, created, updated, gone, seconds)
    VALUES (${agent}, 'listings', ${run}, now(), 1, 1, 0, 0, 1)`,
  sync_change: ({ agent, run }) => Prisma.sql`
    INSERT INTO sync_change (user_id, run_id, step, record_id, kind, label, fields, found_at)
    VALUES (${agent}, ${run}, 'listings', 'd-1', 'added', 'Listing', '[]', now())`,
  seen_page: ({ agent, run }) => Prisma.sql`
    INSERT INTO seen_page (user_id, step, run_id, number, ids, is_named, part, read_at)
    VALUES (${agent}, 'listings', ${run}, 0, '{d-1}', true, 0, now())`,
  revshare_payment: ({ agent }) => Prisma.sql`
    INSERT INTO revshare_payment (user_id, payment_id_raw, amount, currency) VALUES (${agent}, 'r-1', 10, 'USD')`,
};

/** Makes somebody who has an account an agent with one row in every table. */
export async function addAgent(tx: Tx, agent: number): Promise<AgentRows> {
  // Far from the numbers of others.
  const rows = { agent, onboarding: 900_000 + agent * 10, run: 900_001 + agent * 10 };
  for (const insert of Object.values(agentRowOf)) await tx.$executeRaw(insert(rows));
  return rows;
}
