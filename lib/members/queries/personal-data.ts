import { Prisma, type Tx } from "@/lib/platform/db";
import type { Person, PersonalTable } from "@/lib/platform/rights/personal-table";
import type { Subject } from "@/lib/platform/rights/queries";
import { insertMessages } from "@/lib/platform/webhooks/enqueue";
import { listener } from "../service/tell-partner";

type Account = Pick<Person, "id">;

// An employer or a partner may tell any address, and whoever has an account may type any: only one that a code has confirmed is theirs.
const isReached = ({ id }: Account) => Prisma.sql`
  (p.phone_number = (SELECT u.phone_number FROM "user" u WHERE u.id = ${id})
    OR p.email = (SELECT lower(u.email) FROM "user" u WHERE u.id = ${id} AND u.email_confirmed))`;

// A dependent who cannot be reached is known by what the employee told of them.
const isTheirs = (of: Account) => Prisma.sql`
  t.erased_at IS NULL AND t.id IN (
    SELECT p.id FROM member p WHERE ${isReached(of)}
    UNION SELECT d.id FROM member p JOIN member d ON d.primary_member_id = p.id
    WHERE num_nonnulls(d.phone_number, d.email) = 0 AND ${isReached(of)})`;

/** The members that this person is: reached by their number or their confirmed address, with dependents who are reached by nothing. */
export async function listOwnMembers(tx: Tx, userId: number): Promise<Subject[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`SELECT t.id FROM member t WHERE ${isTheirs({ id: userId })}`;
  return rows.map(({ id }) => ({ kind: "member", id }));
}

const own = (of: Person) => Prisma.sql`t.member_id IN (SELECT t.id FROM member t WHERE ${isTheirs(of)})`;

// The first statement waits for an activation that is under way, so that the next ones see what it has begun.
const eraseTimers = (of: Person) => Prisma.sql`
  WITH held AS (UPDATE member t SET version = t.version + 1, updated_at = app_now() WHERE ${isTheirs(of)} RETURNING t.id)
  DELETE FROM activation_timer USING held WHERE member_id = held.id`;

// Nobody is named to a partner who is erased the next moment.
const ended = Prisma.sql`
  SELECT ${listener} AS account_id, 'member:' || m.id AS subject, jsonb_build_object('partner_user_id', NULL, 'subscription_id', ended.id,
    'plan_subscription_id', ended.plan_subscription_id, 'parent_subscription_id', m.parent_subscription_id, 'door', 'direct', 'state', 'deactivated') AS data
  FROM ended JOIN member m ON m.id = ended.member_id`;

// Like any other deactivation it is in the log and told outside (decision 021), in the statement that ends the plans.
const endSubscriptions = (of: Person) => Prisma.sql`
  WITH ended AS (
    UPDATE member_subscription t SET ended_at = greatest(app_now(), t.started_at), ended_because = 'deactivated'
    WHERE t.ended_at IS NULL AND ${own(of)} RETURNING t.id, t.member_id, t.plan_subscription_id, t.started_at
  ), logged AS (
    INSERT INTO activation_log (member_id, door, actor_kind, event, from_state, to_state, subscription_id, decision, took_ms, at)
    SELECT member_id, 'direct', 'system', 'deactivate', 'activated', 'deactivated', ids[1], jsonb_build_object('ended', to_jsonb(ids)), 0, app_now()
    FROM (SELECT member_id, array_agg(id ORDER BY started_at, id) AS ids FROM ended GROUP BY member_id) of_member
  ), told AS (${insertMessages("member.deactivated", ended)})
  UPDATE plan_subscription p SET seats_taken = p.seats_taken - freed.seats
  FROM (SELECT plan_subscription_id, count(*)::int AS seats FROM ended GROUP BY 1) freed WHERE p.id = freed.plan_subscription_id`;

// The employer keeps that a plan was had and when, of somebody whom nobody knows any more.
const forgetMembers = (of: Person) => Prisma.sql`
  WITH forgotten AS (
    UPDATE member t SET name = NULL, dob = NULL, gender = NULL, email = NULL, phone_number = NULL, addr_line = NULL, city = NULL,
      addr_state = NULL, pincode = NULL, govt_id_name = NULL, govt_id = NULL, govt_id_last_four = NULL, nominee = NULL, fields = NULL,
      partner_account_id = NULL, partner_user_id = NULL, failed_code = NULL, joined_on = NULL, erased_at = app_now(),
      state = CASE WHEN t.state IN ('activated', 'deactivated') THEN 'deactivated'::"MemberState" ELSE 'draft' END
    WHERE ${isTheirs(of)} RETURNING t.id
  ), gone AS (DELETE FROM onboarding o USING forgotten WHERE o.member_id = forgotten.id)
  SELECT FROM forgotten`;

const eraseInvites = (of: Person) => Prisma.sql`
  UPDATE member_invite t SET ended_at = app_now(), ended_because = 'revoked' WHERE t.ended_at IS NULL AND ${own(of)}`;

/** What employers' contracts keep of a member. Who is erased loses every plan, frees its seat and stays as a number; the log holds no value of theirs. */
export const memberTables: readonly PersonalTable[] = [
  {
    table: "activation_timer",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM activation_timer t WHERE ${own(of)}`,
    erase: eraseTimers,
  },
  {
    table: "member_subscription",
    rows: of =>
      Prisma.sql`SELECT to_jsonb(t) AS row FROM member_subscription t WHERE ${own(of)} ORDER BY t.started_at, t.id`,
    erase: endSubscriptions,
  },
  {
    table: "member_invite",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) - '{token_hash,proof_hash}'::text[] AS row FROM member_invite t WHERE ${own(of)} ORDER BY t.id`,
    erase: eraseInvites,
  },
  {
    table: "member_consent",
    rows: of =>
      Prisma.sql`SELECT to_jsonb(t) AS row FROM member_consent t WHERE ${own(of)} ORDER BY t.invite_id, t.consent`,
    erase: "stays: that it was agreed to and in which words, of somebody whom nobody knows any more",
  },
  {
    table: "member_import_row",
    rows: "says of each row of an employer's file only what became of it, which the log tells as well",
    erase: "goes with its import after ninety days; holds no value of the person's",
  },
  {
    table: "activation_log",
    // That it was tried, at which door and with what result; who tried it for them is not the person's.
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) - '{actor_id,request_id}'::text[] AS row FROM activation_log t WHERE ${own(of)} ORDER BY t.id`,
    erase: "stays: only added to, and it holds numbers of rows and names of rules",
  },
  {
    table: "member",
    rows: of => Prisma.sql`SELECT to_jsonb(t) - 'govt_id' AS row FROM member t WHERE ${isTheirs(of)} ORDER BY t.id`,
    erase: forgetMembers,
  },
];
