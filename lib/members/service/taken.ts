import { parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import { Prisma, type Tx } from "@/lib/platform/db";
import { AppError, type FieldError, invalidInput } from "@/lib/platform/errors";
import type { MemberDetails } from "../schema/member";

type Unmade = { parentSubscriptionId: string; primaryMemberId?: number; partner?: object; details: MemberDetails };

const taken = (field: string): FieldError => ({ field, code: "taken", message: "memberTaken" });

// Each unique index of the table, and which detail it finds twice.
const fieldOf: Record<string, string> = {
  member_phone: "phoneNumber",
  member_email: "emailId",
  member_dependent: "name",
  member_partner_account_id_partner_user_id_key: "partnerUserId",
};

/** Which details of somebody who could not be made others have already. Number and address are an employee's own: a dependent may share them. */
export async function whoIsThat(tx: Tx, member: Unmade, region?: string): Promise<FieldError[]> {
  if (member.primaryMemberId !== undefined) return [taken("name")];
  const { phoneNumber, emailId } = member.details;
  const phone = phoneNumber ? (parsePhone(phoneNumber, region)?.e164 ?? null) : null;
  const email = emailId ? parseEmail(emailId) : null;
  const [found] = await tx.$queryRaw<{ phone: boolean; email: boolean }[]>`
    SELECT coalesce(bool_or(phone_number = ${phone}), false) AS phone, coalesce(bool_or(email = ${email}), false) AS email
    FROM member WHERE parent_subscription_id = ${member.parentSubscriptionId} AND primary_member_id IS NULL AND erased_at IS NULL
      AND (phone_number = ${phone} OR email = ${email})`;
  const faults = [...(found?.phone ? [taken("phoneNumber")] : []), ...(found?.email ? [taken("emailId")] : [])];
  if (faults.length > 0) return faults;
  return [taken(member.partner ? "partnerUserId" : "phoneNumber")];
}

/** A change that a unique index refused as a 422 on the detail that somebody else has; anything else as it is. */
export function toTaken(thrown: unknown): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Prisma.PrismaClientKnownRequestError)) return thrown;
  const told = `${thrown.message} ${JSON.stringify(thrown.meta ?? {})}`;
  const [index] = /member_(?:phone|email|dependent|partner_account_id_partner_user_id_key)\b/.exec(told) ?? [];
  const field = index === undefined ? undefined : fieldOf[index];
  return field === undefined ? thrown : invalidInput([taken(field)]);
}
