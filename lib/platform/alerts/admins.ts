import { Prisma, type Tx } from "../db";

const isAdmin = Prisma.sql`u.disabled_at IS NULL AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role = 'admin')`;

/** The admins, each of whom has a bell: those that are not disabled. */
export const listAdmins = (tx: Tx): Promise<{ id: number }[]> =>
  tx.$queryRaw<{ id: number }[]>`SELECT u.id FROM "user" u WHERE ${isAdmin} ORDER BY u.id`;

/** The admins that can be written to: with an address that is known to be theirs. */
export const listReachableAdmins = (tx: Tx): Promise<{ id: number; email: string }[]> =>
  tx.$queryRaw<{ id: number; email: string }[]>`
    SELECT u.id, u.email FROM "user" u WHERE u.email IS NOT NULL AND u.email_confirmed AND ${isAdmin} ORDER BY u.id`;

/** The admins that can be texted: with a number, by which they sign in. */
export const listTextableAdmins = (tx: Tx): Promise<{ id: number; phoneNumber: string }[]> =>
  tx.$queryRaw<{ id: number; phoneNumber: string }[]>`
    SELECT u.id, u.phone_number AS "phoneNumber" FROM "user" u WHERE u.phone_number IS NOT NULL AND ${isAdmin} ORDER BY u.id`;
