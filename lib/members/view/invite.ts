import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { toLocale } from "@/lib/platform/i18n/locales";
import type { ActivationResult } from "../schema/activation";
import { ConsentId, consentIds, wordingIn } from "../schema/consent";
import { Channel, inviteEnds, Otherwise } from "../schema/invite";
import { memberStates } from "../schema/transition";
import type { SentInvite } from "../service/invite/send-link";

const instant = z.iso.datetime();

/** Something that is to be agreed to, with the whole of its text. */
export const ConsentView = z.object({ id: ConsentId, label: z.string(), text: z.string() });

/** An invite as whoever holds its link may see it: of the member nothing that a stranger with the link could use. */
export const InviteView = z.object({
  status: z.enum(["invited", "otp_verified"]),
  plan: z.object({ id: z.string(), name: z.string() }),
  employer: z.string(),
  /** The plan's first day where it begins later; null where it begins at once. */
  beginsOn: z.string().nullable(),
  /** Where codes can be sent to, masked. */
  reach: z.array(z.object({ channel: Channel, to: z.string() })),
  expiresAt: instant,
  takeUpUntil: instant,
  /** What becomes of who does nothing, and when. */
  otherwise: Otherwise,
  otherwiseAt: instant,
  /** Names of details that the plan asks for and that are not known, and of those that are known. */
  missing: z.array(z.string()),
  known: z.array(z.string()),
  /** Of those that are known, those that came through this link, and can be corrected through it; the others cannot. */
  correctable: z.array(z.string()),
  consents: z.array(ConsentView),
  /** Which version of the texts that is. */
  wording: z.string(),
});
export type InviteView = z.infer<typeof InviteView>;

/** What is to be agreed to, and which texts these are, in the language of the request. */
export async function readConsents() {
  const [t, tag] = [await getTranslations("invites.consents"), await getLocale()];
  const consents = consentIds.map(id => ({ id, label: t(`${id}.label`), text: t(`${id}.text`) }));
  return { consents, wording: wordingIn(toLocale(tag.slice(0, 2)) ?? "en") };
}

/** That a code was right. */
export const ActivationProofView = z.object({ activationToken: z.string(), expiresIn: z.int() });

/** What an invite that was taken up came to: a plan that has begun, or one that waits for its first day. */
export const AcceptedView = z.union([
  z.object({ subscriptionId: z.string(), status: z.literal("activated"), activationDate: instant }),
  z.object({ subscriptionId: z.null(), status: z.literal("scheduled"), scheduledDate: instant }),
]);
export type AcceptedView = z.infer<typeof AcceptedView>;

/** The same of an act. */
export function toAcceptedView({ subscriptionId, activatedAt }: ActivationResult): AcceptedView {
  const at = activatedAt.toISOString();
  return subscriptionId === null
    ? { subscriptionId, status: "scheduled", scheduledDate: at }
    : { subscriptionId, status: "activated", activationDate: at };
}

/** What an admin learns of an invite that was sent; the link stands in the messages alone. */
export const SentInviteView = z.object({
  id: z.int(),
  state: z.literal("invited"),
  planSubscriptionId: z.string(),
  channels: z.array(Channel),
  expiresAt: instant,
  takeUpUntil: instant,
  otherwise: Otherwise,
  otherwiseAt: instant,
});

/** The same of an invite. */
export const toSentInviteView = ({ planId, channels, ...sent }: SentInvite) => ({
  id: sent.id,
  state: "invited" as const,
  planSubscriptionId: planId,
  channels: channels.map(channel => Channel.parse(channel)),
  expiresAt: sent.expiresAt.toISOString(),
  takeUpUntil: sent.takeUpUntil.toISOString(),
  otherwise: sent.otherwise,
  otherwiseAt: sent.otherwiseAt.toISOString(),
});

/** Where the member stands after an invite was taken back. */
export const RevokedView = z.object({ id: z.int(), state: z.enum(memberStates) });

/** A member's newest invite as staff see it. */
export const StaffInviteView = z.object({
  id: z.int(),
  plan: z.object({ id: z.string(), name: z.string() }),
  /** By which ways. Where to is not kept: what is known of the member may have changed since. */
  sentBy: z.array(Channel),
  sentAt: instant,
  expiresAt: instant,
  isLinkOver: z.boolean(),
  takeUpUntil: instant,
  otherwise: Otherwise,
  otherwiseAt: instant,
  /** Null while it is open. */
  endedBecause: z.enum(inviteEnds).nullable(),
});
export type StaffInviteView = z.infer<typeof StaffInviteView>;
