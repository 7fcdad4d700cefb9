import { parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import type { Tx } from "@/lib/platform/db";
import { invalidInput } from "@/lib/platform/errors";
import type { PartnerActor } from "@/lib/platform/partner/verify";
import type { PartnerActivation } from "../../schema/partner";
import { nextMemberId } from "../add-member";

/** By what somebody was known; `new` when nobody was. */
export type KnownBy = "partner_user_id" | "phone_number" | "email_id" | "new";

/** Who a partner means. Of somebody new the id is the one that they will have. */
export type FoundPerson = { id: number; knownBy: KnownBy; contractId: string; email: string | null };

type Row = {
  id: number;
  contractId: string;
  knownBy: Exclude<KnownBy, "new">;
  mayAdopt: boolean;
  email: string | null;
};

const taken = (field: "phoneNumber" | "emailId") => invalidInput([{ field, code: "taken", message: "memberTaken" }]);
const takenId = () => invalidInput([{ field: "partnerUserId", code: "taken", message: "partnerUserTaken" }]);

/** The contract of a plan that this account may give; a plan of anybody else's is as unknown as one that never was. */
async function findContract(tx: Tx, accountId: string, planId: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM plan_subscription p JOIN parent_subscription c ON c.id = p.parent_subscription_id
    WHERE p.id = ${planId} AND c.partner_account_id = ${accountId}`;
  if (!row) throw invalidInput([{ field: "planSubscriptionId", code: "unknown_plan", message: "unknownPlan" }]);
  return row.id;
}

/**
 * Finds who a partner means: whom they know by this id; else an employee of the contract with this number, or without any and with this address, who has
 * no partner yet; else somebody new. Throws 422 for an unknown plan (`unknown_plan`), and `taken` for a number or address of somebody else of a partner and
 * for an id of somebody under another contract.
 */
export async function findPerson(
  tx: Tx,
  { accountId, defaultRegion }: Pick<PartnerActor, "accountId" | "defaultRegion">,
  { partnerUserId, planSubscriptionId, phoneNumber, emailId }: PartnerActivation,
): Promise<FoundPerson> {
  const contractId = await findContract(tx, accountId, planSubscriptionId);
  const phone = parsePhone(phoneNumber, defaultRegion ?? undefined)?.e164 ?? null;
  const email = emailId ? parseEmail(emailId) : null;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, parent_subscription_id AS "contractId", email, partner_account_id IS NULL AND coalesce(phone_number = ${phone}, true) AS "mayAdopt",
      CASE WHEN partner_account_id = ${accountId} AND partner_user_id = ${partnerUserId} THEN 'partner_user_id'
        WHEN phone_number = ${phone} THEN 'phone_number' ELSE 'email_id' END AS "knownBy"
    FROM member
    WHERE erased_at IS NULL AND ((partner_account_id = ${accountId} AND partner_user_id = ${partnerUserId})
      OR (parent_subscription_id = ${contractId} AND primary_member_id IS NULL
        AND (phone_number = ${phone} OR email = ${email})))`;
  const by = (known: Row["knownBy"]) => rows.find(({ knownBy }) => knownBy === known);
  const found = by("partner_user_id") ?? by("phone_number") ?? by("email_id");
  if (!found) return { id: await nextMemberId(tx), knownBy: "new", contractId, email: null };
  if (found.contractId !== contractId) throw takenId();
  if (found.knownBy !== "partner_user_id" && !found.mayAdopt)
    throw taken(found.knownBy === "phone_number" ? "phoneNumber" : "emailId");
  return { id: found.id, knownBy: found.knownBy, contractId, email: found.email };
}

/** The member whom this account knows by this id; null where there is none, and for another account's. */
export async function findKnown(tx: Tx, accountId: string, partnerUserId: string): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM member WHERE partner_account_id = ${accountId} AND partner_user_id = ${partnerUserId} AND erased_at IS NULL`;
  return row?.id ?? null;
}
