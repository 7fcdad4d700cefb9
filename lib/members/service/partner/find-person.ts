import { parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import { Prisma, statement, type Tx } from "@/lib/platform/db";
import { invalidInput } from "@/lib/platform/errors";
import type { PartnerActor } from "@/lib/platform/partner/verify";
import type { PartnerActivation } from "../../schema/partner";

/** By what somebody was known; `new` when nobody was. */
export type KnownBy = "partner_user_id" | "phone_number" | "email_id" | "new";

/** Who a partner means. Of somebody new the id is the one that they will have. */
export type FoundPerson = { id: number; knownBy: KnownBy; contractId: string; email: string | null };

type Known = {
  id: number;
  contractId: string;
  knownBy: Exclude<KnownBy, "new">;
  mayAdopt: boolean;
  email: string | null;
};

const taken = (field: "phoneNumber" | "emailId") => invalidInput([{ field, code: "taken", message: "memberTaken" }]);
const takenId = () => invalidInput([{ field: "partnerUserId", code: "taken", message: "partnerUserTaken" }]);

/** Who a partner tells of: by which id, of which plan, reached how. */
type Told = { accountId: string; partnerUserId: string; planId: string; phone: string | null; email: string | null };

// A plan that this account may not give is as unknown as one that never was. A number for somebody new is taken where nobody was found.
const looking = ({ accountId, partnerUserId, planId, phone, email }: Told) => Prisma.sql`
  WITH contract AS (
    SELECT c.id FROM plan_subscription p JOIN parent_subscription c ON c.id = p.parent_subscription_id
    WHERE p.id = ${planId} AND c.partner_account_id = ${accountId}
  ), known AS (
    SELECT m.id, m.parent_subscription_id AS "contractId", m.email,
      m.partner_account_id IS NULL AND coalesce(m.phone_number = ${phone}, true) AS "mayAdopt",
      CASE WHEN m.partner_account_id = ${accountId} AND m.partner_user_id = ${partnerUserId} THEN 'partner_user_id'
        WHEN m.phone_number = ${phone} THEN 'phone_number' ELSE 'email_id' END AS "knownBy"
    FROM member m
    WHERE m.erased_at IS NULL AND ((m.partner_account_id = ${accountId} AND m.partner_user_id = ${partnerUserId})
      OR (m.parent_subscription_id = (SELECT id FROM contract) AND m.primary_member_id IS NULL
        AND (m.phone_number = ${phone} OR m.email = ${email})))
  )
  SELECT contract.id AS "contractId", coalesce((SELECT jsonb_agg(to_jsonb(known)) FROM known), '[]') AS known,
    CASE WHEN NOT EXISTS (SELECT FROM known) THEN nextval(pg_get_serial_sequence('member', 'id'))::int END AS "nextId"
  FROM contract`;

type Looked = { contractId: string; known: Known[]; nextId: number | null };

/**
 * Finds who a partner means: whom they know by this id; else an employee of the contract with this number, or without any and with this address, who has
 * no partner yet; else somebody new. Throws 422 for an unknown plan (`unknown_plan`), and `taken` for a number or address of somebody else of a partner and
 * for an id of somebody under another contract.
 */
export async function findPerson(
  { accountId, defaultRegion }: Pick<PartnerActor, "accountId" | "defaultRegion">,
  { partnerUserId, planSubscriptionId: planId, phoneNumber, emailId }: PartnerActivation,
): Promise<FoundPerson> {
  const phone = parsePhone(phoneNumber, defaultRegion ?? undefined)?.e164 ?? null;
  const email = emailId ? parseEmail(emailId) : null;
  const [looked] = await statement<Looked>(looking({ accountId, partnerUserId, planId, phone, email }));
  if (!looked) throw invalidInput([{ field: "planSubscriptionId", code: "unknown_plan", message: "unknownPlan" }]);
  const { contractId, known, nextId } = looked;
  const by = (one: Known["knownBy"]) => known.find(({ knownBy }) => knownBy === one);
  const found = by("partner_user_id") ?? by("phone_number") ?? by("email_id");
  if (!found && nextId !== null) return { id: nextId, knownBy: "new", contractId, email: null };
  if (!found) throw new Error("somebody known was found by nothing");
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
