import { Prisma } from "../db";
import type { Person, PersonalTable } from "./personal-table";

const own = ({ id }: Person) => Prisma.sql`t.user_id = ${id}`;
const ofOnboarding = ({ onboardingIds }: Person) => Prisma.sql`t.onboarding_id = ANY(${onboardingIds}::int[])`;
const reachedAt = ({ phoneNumber, email }: Person) =>
  Prisma.sql`ANY(${[phoneNumber, email?.toLowerCase() ?? null]}::text[])`;

const sentTo = (of: Person) => Prisma.sql`(t.recipient = ${reachedAt(of)} OR t.tenant = ANY(${of.tenants}::text[]))`;

const withAccount = "goes with the account";
const withOnboarding = "goes with the onboarding";

/** What the platform itself keeps of a person, the account last: what names it goes before it or with it. */
export const platformTables: readonly PersonalTable[] = [
  {
    table: "onboarding_step",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) - '{cursor,fence,heartbeat_at}'::text[] AS row FROM onboarding_step t WHERE ${ofOnboarding(of)} ORDER BY t.position`,
    erase: withOnboarding,
  },
  {
    table: "onboarding_run",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM onboarding_run t WHERE ${ofOnboarding(of)} ORDER BY t.id`,
    erase: withOnboarding,
  },
  {
    table: "step_draft",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM step_draft t WHERE ${ofOnboarding(of)}`,
    erase: withOnboarding,
  },
  {
    table: "step_event",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM step_event t WHERE ${ofOnboarding(of)} ORDER BY t.first_at`,
    erase: withOnboarding,
  },
  {
    table: "prefill_decision",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM prefill_decision t WHERE ${ofOnboarding(of)} ORDER BY t.id`,
    erase: withOnboarding,
  },
  {
    table: "reminder",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) - 'token_hash' AS row FROM reminder t WHERE ${ofOnboarding(of)} ORDER BY t.id`,
    erase: withOnboarding,
  },
  {
    table: "onboarding",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM onboarding t WHERE t.id = ANY(${of.onboardingIds}::int[])`,
    erase: "goes with whose it is",
  },
  {
    table: "notice",
    rows: of => Prisma.sql`SELECT to_jsonb(t) - 'dedupe_key' AS row FROM notice t WHERE ${own(of)} ORDER BY t.id`,
    erase: withAccount,
  },
  {
    table: "saved_view",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM saved_view t WHERE ${own(of)} ORDER BY t.id`,
    erase: withAccount,
  },
  {
    table: "preference",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM preference t WHERE ${own(of)}`,
    erase: withAccount,
  },
  {
    table: "feedback",
    // Of an onboarding that others answer about as well, what is their own.
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) AS row FROM feedback t WHERE t.person_id = ${of.id} OR (t.person_id IS NULL AND ${ofOnboarding(of)}) ORDER BY t.id`,
    erase: of =>
      Prisma.sql`DELETE FROM feedback t WHERE t.person_id = ${of.id} OR (t.person_id IS NULL AND ${ofOnboarding(of)})`,
  },
  {
    table: "ready_request",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM ready_request t WHERE ${own(of)}`,
    erase: withAccount,
  },
  {
    table: "upload",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM upload t WHERE ${own(of)} ORDER BY t.created_at`,
    erase: withAccount,
  },
  {
    table: "outbox_message",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) - '{payload,dedupe_key,spent,provider_id}'::text[] AS row FROM outbox_message t
      WHERE ${sentTo(of)} ORDER BY t.created_at`,
    erase: of => Prisma.sql`DELETE FROM outbox_message t WHERE ${sentTo(of)}`,
  },
  {
    table: "outbox_try",
    rows: "when a message was tried, which is told with it",
    erase: "goes with its message",
  },
  {
    table: "webhook_message",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) - '{attempts,next_attempt_at,leased_until,tried_since}'::text[] AS row FROM webhook_message t
      WHERE t.subject = ANY(${of.tenants}::text[]) ORDER BY t.created_at`,
    // That a message was sent stays, of somebody whom nobody knows any more.
    erase: of => Prisma.sql`
      UPDATE webhook_message t SET payload = jsonb_set(t.payload, '{data,partner_user_id}', 'null')
      WHERE t.subject = ANY(${of.tenants}::text[]) AND t.payload->'data' ? 'partner_user_id'`,
  },
  {
    table: "otp_challenge",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) - '{id,code_hash,browser_hash,device_hash,silent}'::text[] AS row FROM otp_challenge t
      WHERE t.identifier = ${reachedAt(of)} ORDER BY t.created_at`,
    erase: of => Prisma.sql`DELETE FROM otp_challenge t WHERE t.identifier = ${reachedAt(of)}`,
  },
  {
    table: "idempotency_key",
    rows: "answers that the person has had already, kept for a day",
    erase: ({ id, phoneNumber }) => Prisma.sql`
      DELETE FROM idempotency_key WHERE scope LIKE ${`%user:${id}`} OR position(coalesce(${phoneNumber}, chr(1)) IN answer) > 0`,
  },
  {
    // Whoever looked is support, as everywhere.
    table: "view_as",
    rows: ({ id }) => Prisma.sql`
      SELECT to_jsonb(t) - '{session_id,admin_id,came_from}'::text[] AS row FROM view_as t WHERE t.person_id = ${id} ORDER BY t.id`,
    erase: withAccount,
  },
  {
    table: "field_pointer",
    rows: ({ id }) =>
      Prisma.sql`SELECT to_jsonb(t) AS row FROM field_pointer t WHERE t.person_id = ${id} ORDER BY t.id`,
    erase: withAccount,
  },
  {
    table: "session",
    rows: of => Prisma.sql`SELECT to_jsonb(t) - 'id' AS row FROM session t WHERE ${own(of)} ORDER BY t.created_at`,
    erase: withAccount,
  },
  {
    table: "device",
    rows: of =>
      Prisma.sql`SELECT to_jsonb(t) - 'token_hash' AS row FROM device t WHERE ${own(of)} ORDER BY t.created_at`,
    erase: withAccount,
  },
  {
    table: "user_roles",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM user_roles t WHERE ${own(of)} ORDER BY t.id`,
    erase: withAccount,
  },
  {
    table: "audit_entry",
    // Of what others did with them: that it was done, but not who, from where and in which words.
    rows: ({ id }) => Prisma.sql`
      SELECT CASE WHEN t.actor_kind = 'user' AND t.actor_id = ${String(id)} THEN to_jsonb(t) - '{previous_hash,hash}'::text[]
        ELSE jsonb_build_object('id', t.id, 'at', t.at, 'action', t.action) END AS row
      FROM audit_entry t
      WHERE (t.subject_kind = 'user' AND t.subject_id = ${String(id)}) OR (t.actor_kind = 'user' AND t.actor_id = ${String(id)}) ORDER BY t.id`,
    erase: "stays: a chain that nobody can change, which holds numbers of rows and masks",
  },
  {
    table: "alert",
    rows: "names people by masks only",
    erase: "stays: it holds masks",
  },
  {
    table: "user",
    rows: ({ id }) => Prisma.sql`SELECT to_jsonb(t) AS row FROM "user" t WHERE t.id = ${id}`,
    erase: ({ id }) => Prisma.sql`DELETE FROM "user" WHERE id = ${id}`,
  },
];
