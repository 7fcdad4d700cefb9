import { hmac, randomToken } from "../crypto";
import { Prisma, type Tx } from "../db";
import type { Identifier } from "./identifier";
import { deviceLimits } from "./limits";

/** Fingerprint of a device cookie's token; the token itself is stored nowhere. */
export const hashDevice = (token: string): string => hmac("device", token);

/** The fingerprint of a device, if its browser signed in to the account of this number or address before and nobody revoked it. */
export async function findDevice(
  tx: Tx,
  token: string | null | undefined,
  { channel, identifier }: Identifier,
): Promise<string | null> {
  if (!token) return null;
  const hash = hashDevice(token);
  const isSms = channel === "sms";
  const known = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM device d JOIN "user" u ON u.id = d.user_id
    WHERE d.token_hash = ${hash} AND d.revoked_at IS NULL AND d.expires_at > app_now() AND u.disabled_at IS NULL
      AND CASE WHEN ${isSms} THEN u.phone_number = ${identifier} ELSE lower(u.email) = ${identifier} AND u.email_confirmed END`;
  return known.length > 0 ? hash : null;
}

// A token that we did not make, or that somebody revoked, might be in two hands.
async function isTrusted(tx: Tx, token: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ trusted: boolean | null }[]>`
    SELECT bool_or(revoked_at IS NULL AND expires_at > app_now()) AND NOT bool_or(revoked_at IS NOT NULL) AS trusted
    FROM device WHERE token_hash = ${hashDevice(token)}`;
  return row?.trusted ?? false;
}

/** The token that a browser's cookie carries from now on: the one it has, or a new one. */
export const chooseDeviceToken = async (tx: Tx, token: string | null | undefined): Promise<string> =>
  token && (await isTrusted(tx, token)) ? token : randomToken(24);

/** The statement that notes that a browser signed in to an account; it goes along with the one that opens the session. */
export const rememberingDevice = (userId: number, token: string, agent: string | null): Prisma.Sql => Prisma.sql`
  INSERT INTO device (token_hash, user_id, created_at, last_used_at, expires_at, agent)
  VALUES (${hashDevice(token)}, ${userId}, app_now(), app_now(), app_now() + make_interval(secs => ${deviceLimits.lifeSeconds}), ${agent})
  ON CONFLICT (token_hash, user_id) DO UPDATE SET last_used_at = app_now(), expires_at = excluded.expires_at, agent = excluded.agent`;

/** Takes from every browser of a person what it had for being known; returns how many. */
export const revokeDevices = (tx: Tx, userId: number): Promise<number> =>
  tx.$executeRaw`UPDATE device SET revoked_at = app_now() WHERE user_id = ${userId} AND revoked_at IS NULL`;
