import { Prisma } from "@/lib/platform/db";
import type { Reminding } from "@/lib/platform/reminders/reminding";
import { practitionerOnboarding } from "../steps";

/** Practitioners are reminded at an address that they gave themselves, never at one that the calling system told; else by SMS. */
export const practitionerReminding: Reminding = {
  flow: practitionerOnboarding,
  people: Prisma.sql`
    SELECT p.id AS subject, u.id AS "userId", NULL::text AS name, NULL::text AS code,
      coalesce(CASE WHEN u.email_confirmed THEN u.email END, b.email, u.email) AS email, p.phone_number AS phone, u.phone_number AS "ownPhone", u.locale
    FROM practitioners p JOIN "user" u ON u.id = p.user_id LEFT JOIN facilitator_basic_info b ON b.practitioner_id = p.id
    WHERE p.is_active AND u.disabled_at IS NULL`,
  placeOf: (_, slug) => `/onboarding/${slug}`,
};
