import { Prisma } from "@/lib/platform/db";
import type { Reminding } from "@/lib/platform/reminders/reminding";
import { storeOnboarding } from "../steps";

/** Owners of stores are reminded at the address they confirmed, else at the one of their sign-up. */
export const storeReminding: Reminding = {
  flow: storeOnboarding,
  people: Prisma.sql`
    SELECT s.id AS subject, u.id AS "userId", s.name, s.code, coalesce(CASE WHEN u.email_confirmed THEN u.email END, nullif(s.email, ''), u.email) AS email,
      coalesce(u.phone_number, s.phone_number) AS phone, u.phone_number AS "ownPhone", u.locale
    FROM stores s JOIN "user" u ON u.id = s.owner_id WHERE s.verified_at IS NOT NULL AND u.disabled_at IS NULL`,
  placeOf: ({ code }, slug) => `/store/${code}/onboarding/${slug}`,
};
