import { Prisma } from "@/lib/platform/db";
import type { Reminding } from "@/lib/platform/reminders/reminding";
import { agentOnboarding } from "../steps";

/** Agents who have signed in and let nothing be fetched yet; whom an admin has made and who never came is the admin's to ask. */
export const agentReminding: Reminding = {
  flow: agentOnboarding,
  people: Prisma.sql`
    SELECT a.user_id AS subject, u.id AS "userId", NULL::text AS name, NULL::text AS code, u.email, u.phone_number AS phone, u.phone_number AS "ownPhone", u.locale
    FROM agent a JOIN "user" u ON u.id = a.user_id
    WHERE u.phone_number IS NOT NULL AND u.disabled_at IS NULL AND EXISTS (SELECT FROM device d WHERE d.user_id = u.id)`,
  placeOf: () => "/agent/onboarding",
};
