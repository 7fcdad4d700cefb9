import { schedule } from "@/lib/members/service/schedule";
import { transaction } from "../db";
import { newMember, newPerson, proofs, refusalOf } from "./new-member";

/** A time in so many hours. */
export const hours = (many: number) => new Date(Date.now() + many * 3_600_000);

/** The first moment of the day in so many days. */
export function day(many: number): Date {
  return new Date(
    hours(24 * many)
      .toISOString()
      .slice(0, 10),
  );
}

/** Has a member activated by themselves at a time to come, as a program of ours does; without a plan the one that follows. */
export const setTimer = (memberId: number, dueAt: Date, planId?: string, dryRun?: boolean) =>
  schedule({ memberId, dueAt, planId, dryRun, via: proofs.direct, requestId: "req_test" });

/** Makes somebody's timer due at this moment, or in so many seconds. */
export const makeDue = (memberId: number, seconds = 0) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE activation_timer SET due_at = app_now() + make_interval(secs => ${seconds}::float) WHERE member_id = ${memberId}`,
  );

/** Somebody whose timer is due. */
export async function dueMember(contractId: string, planId: string, told: object = {}): Promise<number> {
  const id = await newMember(contractId, { details: { ...newPerson(), ...told } });
  await setTimer(id, hours(1), planId);
  await makeDue(id);
  return id;
}

type Seen = { state: string; failed: string | null; timers: number; active: number; mails: string[]; log: string[] };

/** Where somebody stands, and what was written to and of them. */
export async function lookAt(id: number): Promise<Seen> {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<Seen[]>`
      SELECT m.state::text, m.failed_code AS failed, (SELECT count(*) FROM activation_timer t WHERE t.member_id = m.id)::int AS timers,
        (SELECT count(*) FROM member_subscription s WHERE s.member_id = m.id AND s.ended_at IS NULL)::int AS active,
        ARRAY(SELECT split_part(o.dedupe_key, ':', 1) FROM outbox_message o WHERE o.tenant = 'member:' || m.id ORDER BY o.created_at) AS mails,
        ARRAY(SELECT l.door || ' ' || l.event || ' ' || coalesce(l.to_state, l.code) FROM activation_log l WHERE l.member_id = m.id ORDER BY l.id) AS log
      FROM member m WHERE m.id = ${id}`,
  );
  return rows[0] as Seen;
}

/** The status of a refusal, and each field with why. */
export async function faultsOf(work: Promise<unknown>): Promise<(string | number)[]> {
  const { status, errors } = await refusalOf(work);
  return [status, ...errors.map(({ field, code }) => `${field} ${code}`)];
}
