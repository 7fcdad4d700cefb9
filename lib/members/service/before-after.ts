import { maskPhone } from "@/lib/platform/auth/phone";
import { Prisma } from "@/lib/platform/db";
import { maskEmail, maskName } from "@/lib/platform/mask";

/** What of a row of members is compared, by the wire's names in camelCase; of a government id nothing. */
export const shownOf = (row: Prisma.Sql): Prisma.Sql => Prisma.sql`jsonb_build_object(
  'name', ${row}.name, 'emailId', ${row}.email, 'phoneNumber', ${row}.phone_number, 'dob', ${row}.dob, 'joiningDate', ${row}.joined_on,
  'gender', ${row}.gender, 'addrLine', ${row}.addr_line, 'city', ${row}.city, 'state', ${row}.addr_state, 'pincode', ${row}.pincode,
  'nomineeDetails', ${row}.nominee, 'fields', ${row}.fields)`;

/** The details of a member as `shownOf` reads them. */
export type Shown = Record<string, unknown>;

const masks: Record<string, (value: string) => string> = { name: maskName, emailId: maskEmail, phoneNumber: maskPhone };

// The trail outlives whoever asks to be erased: it says that something was there, and of name and reach what desk and person recognise.
function masked(field: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" && masks[field] ? masks[field](value) : "•••";
}

/** Of each field that differs what it was and what it is, masked for the trail. */
export const beforeAndAfter = (was: Shown, is: Shown): Record<string, { from: string | null; to: string | null }> =>
  Object.fromEntries(
    Object.keys(is)
      .filter(field => JSON.stringify(was[field]) !== JSON.stringify(is[field]))
      .map(field => [field, { from: masked(field, was[field]), to: masked(field, is[field]) }]),
  );
