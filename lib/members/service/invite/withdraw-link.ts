import type { Tx } from "@/lib/platform/db";
import { type Withdrawal, withdrawMessage } from "@/lib/platform/notifications/settle";
import { channels } from "../../schema/invite";

/** The key of an invite's message by one of its ways. */
export const keyOfLink = (inviteId: number, channel: string) => `member.invite:${inviteId}:${channel}`;

/** Takes back what of an invite has not left yet: it is over, or a newer one is there. */
export async function withdrawLink(tx: Tx, inviteId: number, because: Withdrawal = "over"): Promise<void> {
  for (const channel of channels) await withdrawMessage(tx, keyOfLink(inviteId, channel), because);
}
