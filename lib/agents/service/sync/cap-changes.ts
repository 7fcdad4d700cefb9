import { Prisma } from "@/lib/platform/db";
import { changedFields } from "./record-changes";

const money = (column: Prisma.Sql) =>
  [Prisma.sql`old.${column} || ' ' || old.currency`, Prisma.sql`new.${column} || ' ' || new.currency`] as const;

/** Whose cap it is; the row is called `t`. */
export const labelOfCap = Prisma.sql`coalesce(
  (SELECT a.full_name FROM agent a WHERE a.user_id = t.user_id AND a.id = t.agent_id),
  (SELECT nullif(concat_ws(' ', m.first_name, m.last_name), '') FROM team_members m WHERE m.user_id = t.user_id AND m.agent_id = t.agent_id LIMIT 1),
  t.agent_id)`;

/** Inside `RETURNING`: what has changed of a cap that matters to people. */
export const changedCap = changedFields([
  ["brokerage_cap_amount", ...money(Prisma.sql`brokerage_cap_amount`)],
  ["brokerage_cap_amount_paid", ...money(Prisma.sql`brokerage_cap_amount_paid`)],
  ["team_cap_amount", ...money(Prisma.sql`team_cap_amount`)],
  ["team_cap_amount_paid", ...money(Prisma.sql`team_cap_amount_paid`)],
  ["fee_amount", ...money(Prisma.sql`fee_amount`)],
  ["anniversary_date", Prisma.sql`old.anniversary_date`, Prisma.sql`new.anniversary_date`],
]);
