import { type AuditFact, audit } from "@/lib/platform/audit";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { invalidInput } from "@/lib/platform/errors";
import { makingOnboarding } from "@/lib/platform/flow/onboarding";
import type { Relation } from "../schema/member";
import { memberOnboarding } from "../steps";
import { mirrorOnboarding } from "./mirror-onboarding";
import { whoIsThat } from "./taken";
import { fieldsOf, type KeptDetails, type ToldColumn, toldColumns } from "./told-columns";

/** Who tells of a member. `region` is the country of numbers that are written without one. */
export type Teller = { actor: AuditFact["actor"]; address?: string; agent?: string; region?: string };

/** Somebody new under a contract: an employee, or a dependent of one; `partner` when a partner tells of them. */
export type NewMember = {
  /** The number that they have been given already (`nextMemberId`), when their lock was taken before they were made. */
  id?: number;
  parentSubscriptionId: string;
  relation?: Relation;
  primaryMemberId?: number;
  partner?: { accountId: string; userId: string };
  details: KeptDetails;
};

/** Who was written, and what the record says of it: whoever calls audits it, last in the transaction. */
export type WrittenMember = { id: number; fact: AuditFact };

/** The number of somebody who is to be made; nobody else gets it. */
export async function nextMemberId(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    SELECT nextval(pg_get_serial_sequence('member', 'id'))::int AS id`;
  if (!row) throw new Error("a sequence gave nothing");
  return row.id;
}

async function insert(tx: Tx, id: number, member: NewMember, told: readonly ToldColumn[]): Promise<boolean> {
  const { parentSubscriptionId, relation = "self", primaryMemberId = null, partner } = member;
  const columns = told.map(({ column }) => Prisma.sql`, ${column}`);
  const values = told.map(({ value }) => Prisma.sql`, ${value}`);
  const made = await tx.$queryRaw<{ id: number }[]>`
    WITH subject AS (
      INSERT INTO member (id, parent_subscription_id, relation, primary_member_id, partner_account_id, partner_user_id, created_at, updated_at
        ${Prisma.join([Prisma.empty, ...columns], "")})
      VALUES (${id}, ${parentSubscriptionId}, ${relation}, ${primaryMemberId}, ${partner?.accountId ?? null}, ${partner?.userId ?? null},
        app_now(), app_now() ${Prisma.join([Prisma.empty, ...values], "")})
      ON CONFLICT DO NOTHING RETURNING id
    ), ${makingOnboarding(memberOnboarding)}
    SELECT id FROM made`;
  return made.length === 1;
}

/** As `addMember`, but leaves all steps pending: for whoever moves the member in the same transaction, which brings the onboarding along anyway. */
export async function makeMember(tx: Tx, teller: Teller, member: NewMember): Promise<WrittenMember | null> {
  const id = member.id ?? (await nextMemberId(tx));
  const told = toldColumns(id, member.details, teller.region);
  if (!(await insert(tx, id, member, told))) return null;
  const { parentSubscriptionId, relation = "self" } = member;
  const { actor, address, agent } = teller;
  const detail = { parentSubscriptionId, relation, fields: fieldsOf(told) };
  return { id, fact: { action: "member.added", actor, subject: { kind: "member", id }, detail, address, agent } };
}

/**
 * Makes a member with its onboarding in a transaction of the system, in state draft. Null when somebody under this contract has the number, the address
 * or the name with the partner already. Throws 422 with every fault that a shape cannot see.
 */
export async function addMember(tx: Tx, teller: Teller, member: NewMember): Promise<WrittenMember | null> {
  const written = await makeMember(tx, teller, member);
  if (written) await mirrorOnboarding(tx, written.id);
  return written;
}

/** Makes a member by itself; throws 422 `taken` on what somebody under this contract has already. */
export async function createMember(teller: Teller, member: NewMember): Promise<number> {
  return transaction("system", async tx => {
    const written = await addMember(tx, teller, member);
    if (!written) throw invalidInput(await whoIsThat(tx, member, teller.region));
    await audit(tx, written.fact);
    return written.id;
  });
}
