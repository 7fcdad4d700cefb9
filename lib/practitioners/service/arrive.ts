import { audit } from "@/lib/platform/audit";
import type { PrefilledData } from "@/lib/platform/auth/schema";
import type { Tx } from "@/lib/platform/db";
import { createOnboarding, getOnboarding } from "@/lib/platform/flow/onboarding";
import { practitionerOnboarding } from "../steps";
import { isOpen } from "../view/readiness";
import { loadBasicInfo, loadProfessionalDetails } from "./answers";

type Held = { id: number; isContacted: boolean };

/** Where a practitioner stands at sign-in, and what there is to fill in for them. */
export type PractitionerArrival = {
  needsOnboarding: boolean;
  /** This sign-in made the practitioner: nobody knew the number. */
  isNewPractitioner: boolean;
  hasCallingData: boolean;
  prefilledData: PrefilledData | null;
};

async function findOwn(tx: Tx, userId: number): Promise<Held | null> {
  const [own] = await tx.$queryRaw<Held[]>`
    SELECT id, is_contacted AS "isContacted" FROM practitioners
    WHERE user_id = ${userId} AND crm_first_login_date IS NOT NULL`;
  return own ?? null;
}

type Claimed = Held & { isNew: boolean };

/** Links the row of a person's number, or makes it; the person must be locked. Null for one without a number, or whose number is linked to somebody else. */
async function claim(tx: Tx, userId: number): Promise<Claimed | null> {
  const [claimed] = await tx.$queryRaw<Claimed[]>`
    INSERT INTO practitioners AS p (phone_number, user_id, crm_first_login_date, created_at, updated_at)
    SELECT u.phone_number, u.id, app_now(), app_now(), app_now() FROM "user" u WHERE u.id = ${userId} AND u.phone_number IS NOT NULL
    ON CONFLICT (phone_number) DO UPDATE SET user_id = excluded.user_id,
      crm_first_login_date = coalesce(p.crm_first_login_date, excluded.crm_first_login_date)
      WHERE p.user_id IS NULL OR p.user_id = excluded.user_id
    RETURNING id, is_contacted AS "isContacted", xmax = 0 AS "isNew"`;
  if (!claimed) return null;
  const isBegun = await tx.onboarding.count({ where: { practitionerId: claimed.id } });
  if (isBegun === 0) await createOnboarding(tx, practitionerOnboarding, claimed.id);
  await audit(tx, {
    action: claimed.isNew ? "practitioner.signed_up" : "practitioner.linked",
    actor: { kind: "user", id: userId },
    subject: { kind: "practitioner", id: claimed.id },
  });
  return claimed;
}

async function findOrClaim(tx: Tx, userId: number): Promise<Claimed | null> {
  const own = await findOwn(tx, userId);
  if (own) return { ...own, isNew: false };
  // Of several first sign-ins of one person at once the second waits here, and then finds what the first has made.
  await tx.$executeRaw`SELECT id FROM "user" WHERE id = ${userId} FOR NO KEY UPDATE`;
  const made = await findOwn(tx, userId);
  return made ? { ...made, isNew: false } : claim(tx, userId);
}

async function prefill(tx: Tx, { id, isContacted }: Held): Promise<PrefilledData> {
  const { prefilled: _, ...basic } = await loadBasicInfo({ tx, subjectId: id });
  const { practiceType } = await loadProfessionalDetails({ tx, subjectId: id });
  const { firstName, lastName, email, location, phoneNumber } = basic;
  return { firstName, lastName, email, location, phoneNumber, hasCallingData: isContacted, practiceType };
}

/**
 * Gives a practitioner who signs in their row, the one that the calling system made if it knows the number, with an onboarding, and notes
 * the first time. In the transaction of the sign-in. Null for a person without a number.
 */
export async function arriveAsPractitioner(tx: Tx, userId: number): Promise<PractitionerArrival | null> {
  const held = await findOrClaim(tx, userId);
  if (!held) return null;
  const isDue = !isOpen(await getOnboarding(tx, "practitioner", held.id));
  return {
    needsOnboarding: isDue,
    isNewPractitioner: held.isNew,
    hasCallingData: held.isContacted,
    prefilledData: isDue && !held.isNew ? await prefill(tx, held) : null,
  };
}
