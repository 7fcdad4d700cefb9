import type { OtpChannel } from "@/prisma/generated/client";
import type { Tx } from "../db";
import { wasLost } from "../notifications/settle";
import { codeLimits } from "./limits";

/** Names the message that carries a challenge's newest code. */
export const messageKeyOf = ({ id, sends }: { id: string; sends: number }): string => `otp:${id}:${sends}`;

/**
 * Seconds until a challenge may be sent again: what is left of its cool-down, or none when we failed for good to deliver its newest code. By
 * mail the wait stays: only who has an account gets mail, so a shorter one would tell.
 */
export async function findResendWait(
  tx: Tx,
  challenge: { id: string; channel: OtpChannel; sends: number; resendIn: number },
): Promise<number> {
  const { channel, sends, resendIn } = challenge;
  if (resendIn <= 0 || channel !== "sms" || sends >= codeLimits.sendsWithoutWait) return resendIn;
  return (await wasLost(tx, messageKeyOf(challenge))) ? 0 : resendIn;
}
