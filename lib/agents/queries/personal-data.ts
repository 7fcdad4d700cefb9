import { Prisma, type Tx } from "@/lib/platform/db";
import type { Person, PersonalTable } from "@/lib/platform/rights/personal-table";
import type { Subject } from "@/lib/platform/rights/queries";

/** The agent's account that this person has. */
export async function listOwnAgents(tx: Tx, userId: number): Promise<Subject[]> {
  const found = await tx.agent.count({ where: { userId } });
  return found > 0 ? [{ kind: "agent", id: userId }] : [];
}

const own = ({ id }: Person) => Prisma.sql`t.user_id = ${id}`;
const withAccount = "goes with the account";
const asReZenWrote = "what reZEN wrote of the rows of `listing` and `transaction`, which are given out";
const typedFor = ({ phoneNumber }: Person) => Prisma.sql`t.phone_number = ${phoneNumber}`;

/** What is kept of an agent: the key, but never given out, and all that was fetched from reZEN with it. All of it hangs on the account. */
export const agentTables: readonly PersonalTable[] = [
  {
    table: "agent_signup",
    rows: of => Prisma.sql`SELECT to_jsonb(t) - 'browser_hash' AS row FROM agent_signup t WHERE ${typedFor(of)}`,
    erase: of => Prisma.sql`DELETE FROM agent_signup t WHERE ${typedFor(of)}`,
  },
  {
    table: "credentials",
    rows: of => Prisma.sql`SELECT to_jsonb(t) - 'api_key' AS row FROM credentials t WHERE ${own(of)}`,
    erase: withAccount,
  },
  {
    table: "team",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM team t WHERE ${own(of)} ORDER BY t.id`,
    erase: withAccount,
  },
  {
    table: "team_members",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM team_members t WHERE ${own(of)} ORDER BY t.id`,
    erase: withAccount,
  },
  { table: "rezen_listing_staging", rows: asReZenWrote, erase: withAccount },
  {
    table: "listing",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM listing t WHERE ${own(of)} ORDER BY t.id`,
    erase: withAccount,
  },
  { table: "rezen_transaction_staging", rows: asReZenWrote, erase: withAccount },
  {
    table: "participant",
    rows: of =>
      Prisma.sql`SELECT to_jsonb(t) AS row FROM participant t WHERE ${own(of)} ORDER BY t.transaction_id, t.id`,
    erase: withAccount,
  },
  {
    table: "paid_participant",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) AS row FROM paid_participant t WHERE ${own(of)} ORDER BY t.transaction_id, t.participant_id`,
    erase: withAccount,
  },
  {
    table: "transaction",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM transaction t WHERE ${own(of)} ORDER BY t.id`,
    erase: withAccount,
  },
  {
    table: "network_hierarchy",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) AS row FROM network_hierarchy t WHERE ${own(of)} ORDER BY t.ancestor_agent_id, t.depth, t.descendant_agent_id`,
    erase: withAccount,
  },
  {
    table: "sponsor_tree",
    rows: of =>
      Prisma.sql`SELECT to_jsonb(t) AS row FROM sponsor_tree t WHERE ${own(of)} ORDER BY t.direction, t.level, t.agent_id`,
    erase: withAccount,
  },
  {
    table: "contribution",
    rows: of =>
      Prisma.sql`SELECT to_jsonb(t) AS row FROM contribution t WHERE ${own(of)} ORDER BY t.contribution_id_raw`,
    erase: withAccount,
  },
  {
    table: "contributors",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM contributors t WHERE ${own(of)} ORDER BY t.tier, t.agent_id`,
    erase: withAccount,
  },
  {
    table: "agent_cap_data",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM agent_cap_data t WHERE ${own(of)} ORDER BY t.agent_id`,
    erase: withAccount,
  },
  {
    table: "equity_transactions",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM equity_transactions t WHERE ${own(of)} ORDER BY t.id`,
    erase: withAccount,
  },
  {
    table: "equity_monthly",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) AS row FROM equity_monthly t WHERE ${own(of)} ORDER BY t.period_year, t.period_month`,
    erase: withAccount,
  },
  {
    table: "equity_annual",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM equity_annual t WHERE ${own(of)} ORDER BY t.period_year`,
    erase: withAccount,
  },
  {
    table: "revshare_payment",
    rows: of =>
      Prisma.sql`SELECT to_jsonb(t) AS row FROM revshare_payment t WHERE ${own(of)} ORDER BY t.payment_id_raw`,
    erase: withAccount,
  },
  {
    table: "agent_data_set",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM agent_data_set t WHERE ${own(of)} ORDER BY t.step`,
    erase: withAccount,
  },
  {
    table: "sync_change",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) AS row FROM sync_change t WHERE ${own(of)} ORDER BY t.run_id, t.step, t.record_id`,
    erase: withAccount,
  },
  { table: "seen_page", rows: "reZEN's ids of rows that are given out, while they are read", erase: withAccount },
  {
    table: "agent",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM agent t WHERE ${own(of)}`,
    erase: withAccount,
  },
];
