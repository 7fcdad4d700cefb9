import { parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import type { Tx } from "@/lib/platform/db";
import { invalidInput } from "@/lib/platform/errors";
import type { DirectActivation, ToldMember } from "../schema/direct";
import { nextMemberId } from "./add-member";

/** Who is meant. Of somebody new the id is the one that they will have; `region` is where numbers of the contract without a country are from. */
export type FoundMember = { id: number; isNew: boolean; region: string | null };

/** A contract, and where numbers without a country are from in it. */
export type Contract = { id: string; region: string | null };

const unknown = (field: string, message: string) => invalidInput([{ field, code: "unknown", message }]);

/** The contract of this id, or null. */
export async function findContract(tx: Tx, id: string): Promise<Contract | null> {
  const [contract] = await tx.$queryRaw<Contract[]>`
    SELECT c.id, p.default_region AS region FROM parent_subscription c LEFT JOIN partner_account p ON p.id = c.partner_account_id
    WHERE c.id = ${id}`;
  return contract ?? null;
}

async function requireContract(tx: Tx, id: string): Promise<Contract> {
  const contract = await findContract(tx, id);
  if (!contract)
    throw invalidInput([{ field: "parentSubscriptionId", code: "unknown_contract", message: "unknownContract" }]);
  return contract;
}

async function requireIn(tx: Tx, contract: Contract, id: number): Promise<void> {
  const where = { id, parentSubscriptionId: contract.id };
  if ((await tx.member.count({ where })) === 0) throw unknown("memberId", "memberUnknown");
}

async function requireEmployee(tx: Tx, contract: Contract, id: number): Promise<void> {
  const where = { id, parentSubscriptionId: contract.id, primaryMemberId: null, erasedAt: null };
  if ((await tx.member.count({ where })) === 0) throw unknown("member.primaryMemberId", "memberUnknown");
}

/** An employee of the contract with this number, else with this address. */
export async function findEmployee(
  tx: Tx,
  contract: Contract,
  { phoneNumber, emailId }: Pick<ToldMember, "phoneNumber" | "emailId">,
): Promise<number | null> {
  const phone = phoneNumber ? (parsePhone(phoneNumber, contract.region ?? undefined)?.e164 ?? null) : null;
  const email = emailId ? parseEmail(emailId) : null;
  const [found] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM member
    WHERE parent_subscription_id = ${contract.id} AND primary_member_id IS NULL AND erased_at IS NULL
      AND (phone_number = ${phone} OR email = ${email})
    ORDER BY phone_number = ${phone} DESC NULLS LAST, id LIMIT 1`;
  return found?.id ?? null;
}

/** A dependent is known by whose they are, and by name (as it is stored) and birthday. */
async function findDependent(tx: Tx, contract: Contract, { primaryMemberId, name, dob }: ToldMember) {
  if (primaryMemberId === undefined) return null;
  await requireEmployee(tx, contract, primaryMemberId);
  const stored = name?.normalize("NFC") ?? null;
  const [found] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM member
    WHERE primary_member_id = ${primaryMemberId} AND erased_at IS NULL AND lower(name) = lower(${stored}) AND dob = ${dob ?? null}::date`;
  return found?.id ?? null;
}

/** Finds who a call from inside means: by number, else by how they are reached, and of a dependent by whose they are. Throws 422 for an unknown contract or member. */
export async function findTold(
  tx: Tx,
  { parentSubscriptionId, memberId, member }: DirectActivation,
): Promise<FoundMember> {
  const contract = await requireContract(tx, parentSubscriptionId);
  const { region } = contract;
  if (memberId !== undefined) {
    await requireIn(tx, contract, memberId);
    return { id: memberId, isNew: false, region };
  }
  if (!member) throw unknown("memberId", "memberIdOrMember");
  const id = await (member.relation === "self" ? findEmployee : findDependent)(tx, contract, member);
  return id === null ? { id: await nextMemberId(tx), isNew: true, region } : { id, isNew: false, region };
}
