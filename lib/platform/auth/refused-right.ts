import { transaction } from "../db";
import { env } from "../env";
import { log } from "../log";
import { raiseAlert } from "../notifications/alert";
import { spend } from "../rate-limit";

const refusalsPerHour = 30;

/** Counts that somebody who is signed in was refused what is not theirs to do; who tries that again and again is an alert. Never throws. */
export async function noteRefusedRight(userId: number): Promise<void> {
  const limit = refusalsPerHour * env.rateLimitScale;
  await transaction("system", async tx => {
    const spent = await spend(tx, [{ key: `refused-rights:${userId}`, limit, windowSeconds: 3600 }]);
    if (!spent.ok || spent.exhausted.length === 0) return;
    const detail = { calls: limit, path: `/admin/people/${userId}` };
    await raiseAlert(tx, { rule: "refused_rights", subject: String(userId), detail });
  }).catch(error => log.warn({ err: error }, "a refused right was not counted"));
}
