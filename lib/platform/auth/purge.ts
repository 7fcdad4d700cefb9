import type { Tx } from "../db";

// Enough to keep up at every pass, little enough to be over in a moment.
const most = 5000;

/** Removes what nobody needs any more: challenges a day after they expired, sessions and known browsers thirty days after they ended. Returns how many rows. */
export async function purgeSignIns(tx: Tx): Promise<number> {
  const challenges = await tx.$executeRaw`
    DELETE FROM otp_challenge WHERE id IN (
      SELECT id FROM otp_challenge WHERE expires_at < app_now() - interval '1 day' ORDER BY expires_at LIMIT ${most})`;
  const sessions = await tx.$executeRaw`
    DELETE FROM session WHERE id IN (
      (SELECT id FROM session WHERE expires_at < app_now() - interval '30 days' ORDER BY expires_at LIMIT ${most})
      UNION (SELECT id FROM session WHERE ended_at < app_now() - interval '30 days' ORDER BY ended_at LIMIT ${most}))`;
  const devices = await tx.$executeRaw`
    DELETE FROM device WHERE expires_at < app_now() - interval '30 days' OR revoked_at < app_now() - interval '30 days'`;
  return challenges + sessions + devices;
}
