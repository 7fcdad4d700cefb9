import { Prisma, type Tx } from "../db";

/** What one member's row of each table needs to know of the rows before it. */
export type MemberRows = { member: number; onboarding: number; run: number };

const planOf = (member: number) => `plan_wall_${member}`;

/** One statement per table that makes a row of a member; a tenant table without an entry fails the test. */
export const memberRowOf: Record<string, (of: MemberRows) => Prisma.Sql> = {
  member: ({ member }) => Prisma.sql`
    INSERT INTO member (id, parent_subscription_id, name, phone_number, state, created_at, updated_at)
    VALUES (${member}, ${`sub_wall_${member}`}, 'Meera Member', ${`+3526215${String(member).padStart(5, "0")}`}, 'activated', now(), now())`,
  onboarding: ({ member, onboarding }) =>
    Prisma.sql`INSERT INTO onboarding (id, kind, member_id) VALUES (${onboarding}, 'member', ${member})`,
  onboarding_step: ({ onboarding }) => Prisma.sql`
    INSERT INTO onboarding_step (onboarding_id, step, position) VALUES (${onboarding}, 'details', 0)`,
  onboarding_run: ({ onboarding, run }) => Prisma.sql`
    INSERT INTO onboarding_run (id, onboarding_id, number, trigger) VALUES (${run}, ${onboarding}, 1, 'owner')`,
  step_draft: ({ onboarding }) => Prisma.sql`
    INSERT INTO step_draft (onboarding_id, step, answers, saved_at) VALUES (${onboarding}, 'details', '{}', now())`,
  step_event: ({ onboarding }) => Prisma.sql`
    INSERT INTO step_event (onboarding_id, step, event, code, kind, first_at, last_at)
    VALUES (${onboarding}, 'details', 'seen', '', 'member', now(), now())`,
  prefill_decision: ({ onboarding }) => Prisma.sql`
    INSERT INTO prefill_decision (onboarding_id, step, field, source, told_at, is_guess, original, decision, decided_at)
    VALUES (${onboarding}, 'details', 'name', 'partner', now(), false, 'Meera', 'kept', now())`,
  feedback: ({ onboarding }) => Prisma.sql`
    INSERT INTO feedback (kind, onboarding_id, dismissed_at, created_at, changed_at) VALUES ('member', ${onboarding}, now(), now(), now())`,
  reminder: ({ onboarding }) => Prisma.sql`
    INSERT INTO reminder (onboarding_id, kind, stretch_at, step, channel, token_hash, sent_at)
    VALUES (${onboarding}, 'member', now() - interval '3 days', 'details', 'email', ${`hash-m${onboarding}`}, now())`,
  member_subscription: ({ member }) => Prisma.sql`
    INSERT INTO member_subscription (id, member_id, plan_subscription_id, core_offering, started_at, door)
    VALUES (${`ms_wall${String(member).padStart(8, "0")}`}, ${member}, ${planOf(member)}, 'health', now(), 'admin')`,
  activation_log: ({ member }) => Prisma.sql`
    INSERT INTO activation_log (member_id, door, actor_kind, event, from_state, to_state, decision, took_ms, at)
    VALUES (${member}, 'admin', 'system', 'admin_activate', 'draft', 'activated', '{}', 1, now())`,
  activation_timer: ({ member }) => Prisma.sql`
    INSERT INTO activation_timer (member_id, plan_subscription_id, due_at, set_by, created_at)
    VALUES (${member}, ${planOf(member)}, now(), 'schedule', now())`,
  member_invite: ({ member }) => Prisma.sql`
    INSERT INTO member_invite (id, member_id, plan_subscription_id, token_hash, channels, created_at, expires_at, take_up_until)
    VALUES (${member}, ${member}, ${planOf(member)}, ${`hash-i${member}`}, '{email}', now(), now() + interval '1 day', now() + interval '3 days')`,
  member_consent: ({ member }) => Prisma.sql`
    INSERT INTO member_consent (invite_id, consent, member_id, wording, given_at)
    VALUES (${member}, 'terms', ${member}, '1', now())`,
};

/** Makes a member with one row in every table, under a contract of their own with one plan of which they have a seat. */
export async function addMemberRows(tx: Tx, member: number): Promise<MemberRows> {
  const rows = { member, onboarding: 800_000 + member * 10, run: 800_001 + member * 10 };
  const contract = `sub_wall_${member}`;
  await tx.$executeRaw`
    WITH of AS (INSERT INTO employer (name, created_at) VALUES (${`Employer ${member}`}, now()) RETURNING id)
    INSERT INTO parent_subscription (id, employer_id, starts_on, created_at) SELECT ${contract}, id, '2026-01-01', now() FROM of`;
  await tx.$executeRaw`
    INSERT INTO plan_subscription (id, parent_subscription_id, name, core_offering, seats, seats_taken, created_at)
    VALUES (${planOf(member)}, ${contract}, 'Gold', 'health', 1, 1, now())`;
  for (const insert of Object.values(memberRowOf)) await tx.$executeRaw(insert(rows));
  return rows;
}
