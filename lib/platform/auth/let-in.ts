import { audit } from "../audit";
import type { Tx } from "../db";
import type { Locale } from "../i18n/locales";
import type { AcceptedChallenge } from "./accept-code";
import { chooseDeviceToken } from "./device";
import { maskIdentifier } from "./identifier";
import { keepSeenLanguage } from "./language";
import { endSession, openSession } from "./session";

/** Whose right code lets them in, from where, and into which places. */
export type Entry = {
  userId: number;
  storeId: number | null;
  customerId: number | null;
  accepted: Pick<AcceptedChallenge, "channel" | "identifier">;
  isNewUser: boolean;
  caller: { device?: string | null; address: string; agent: string };
  /** The session that this browser had before. */
  replaces?: string | null | undefined;
};

/** Opens the session of somebody whose code was right, in the place of the one that the browser had, and notes it; returns what its cookies hold. */
export async function letIn(tx: Tx, entry: Entry): Promise<{ sid: string; device: string; locale: Locale }> {
  const { userId, storeId, customerId, accepted, isNewUser, caller, replaces } = entry;
  const { address, agent } = caller;
  if (replaces) await endSession(tx, replaces, "signed_in_again");
  const device = await chooseDeviceToken(tx, caller.device);
  const { sid } = await openSession(tx, { userId, storeId, customerId, address, agent, device });
  const locale = await keepSeenLanguage(tx, userId);
  const self = { kind: "user", id: userId } as const;
  const detail = { channel: accepted.channel, to: maskIdentifier(accepted), isNewUser };
  await audit(tx, { action: "auth.signed_in", actor: self, subject: self, detail, address, agent });
  return { sid, device, locale };
}
