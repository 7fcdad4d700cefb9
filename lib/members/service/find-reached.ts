import { parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import type { Tx } from "@/lib/platform/db";
import { AppError, type FieldError, invalidInput } from "@/lib/platform/errors";
import { findContract } from "./find-told";

/** Who is meant under a contract: by their row, or by number, by address, or by both. */
export type Reached = { contractId: string; memberId?: number; phoneNumber?: string; emailId?: string };

/** Number and address as they are stored; null where none was told. */
function readReach({ phoneNumber, emailId }: Reached, region: string | null) {
  const phone = phoneNumber === undefined ? null : (parsePhone(phoneNumber, region ?? undefined)?.e164 ?? null);
  const email = emailId === undefined ? null : parseEmail(emailId);
  const faults: FieldError[] = [];
  if (phoneNumber !== undefined && phone === null)
    faults.push({ field: "phoneNumber", code: "invalid_phone", message: "phone" });
  if (emailId !== undefined && email === null)
    faults.push({ field: "emailId", code: "invalid_email", message: "email" });
  if (faults.length > 0) throw invalidInput(faults);
  return { phone, email };
}

type Found = { id: number; isEmployee: boolean; byPhone: boolean; byEmail: boolean };

// Children who share their parents' address.
const isAlike = (one: Found, other: Found) =>
  (["isEmployee", "byPhone", "byEmail"] as const).every(fact => one[fact] === other[fact]);
const ambiguous = (byPhone: boolean): FieldError => ({
  field: byPhone ? "phoneNumber" : "emailId",
  code: "ambiguous",
  message: "severalMembers",
});

async function findById(tx: Tx, contractId: string, id: number): Promise<number> {
  const found = await tx.member.findFirst({
    where: { id, parentSubscriptionId: contractId, erasedAt: null },
    select: { id: true },
  });
  if (!found) throw new AppError("not_found");
  return found.id;
}

/**
 * The member of a contract with this id; else with this number and this address, an employee before a dependent. Throws `not_found` where there is no such contract or
 * member, and `invalid_input` for what is no number or address, for a number and an address that are not one person's, and for
 * what several have in common.
 */
export async function findReached(tx: Tx, reached: Reached): Promise<number> {
  const contract = await findContract(tx, reached.contractId);
  if (!contract) throw new AppError("not_found");
  if (reached.memberId !== undefined) return findById(tx, contract.id, reached.memberId);
  const { phone, email } = readReach(reached, contract.region);
  const [found, next] = await tx.$queryRaw<Found[]>`
    SELECT id, primary_member_id IS NULL AS "isEmployee", coalesce(phone_number = ${phone}, false) AS "byPhone", coalesce(email = ${email}, false) AS "byEmail" FROM member
    WHERE parent_subscription_id = ${contract.id} AND erased_at IS NULL AND (phone_number = ${phone} OR email = ${email})
    ORDER BY coalesce(phone_number = ${phone} AND email = ${email}, false) DESC, primary_member_id IS NULL DESC, id LIMIT 2`;
  if (!found) throw new AppError("not_found");
  const isWhole = (phone === null || found.byPhone) && (email === null || found.byEmail);
  if (isWhole && next && isAlike(found, next)) throw invalidInput([ambiguous(phone !== null)]);
  if (isWhole) return found.id;
  const field = found.byPhone ? "emailId" : "phoneNumber";
  throw invalidInput([{ field, code: "other_member", message: "otherMember" }]);
}
