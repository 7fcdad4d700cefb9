import { z } from "zod";
import { Code } from "@/lib/platform/auth/schema";
import { ConsentId } from "./consent";
import { bothOrNone, line, memberFields } from "./member";

/** Why a link is not open any more: a newer one was sent, it was taken back, the plan came by another door, it was taken up, its time is over. */
export const inviteEnds = ["replaced", "revoked", "superseded", "accepted", "expired"] as const;
export type InviteEnd = (typeof inviteEnds)[number];

/** Ways to reach a member. */
export const channels = ["email", "sms"] as const;
export const Channel = z.enum(channels, "choose");
export type Channel = z.output<typeof Channel>;

/** For how long what is sent and proven holds, in seconds, and how often a link is sent again. */
export const inviteLimits = {
  linkSeconds: 24 * 3600,
  proofSeconds: 30 * 60,
  resendsPer10Minutes: 3,
  resendsPerDay: 10,
  /** Resends and new invites together. */
  linksPer10Minutes: 4,
  linksPerDay: 11,
  /** Of one link: details, answers to a code, and what takes it up. */
  callsPer10Minutes: 30,
} as const;

/** What becomes of who does not take an invite up: the plan begins by itself, or the invite ends. */
export const Otherwise = z.enum(["scheduled", "expired"]);
export type Otherwise = z.output<typeof Otherwise>;

// Any text is looked for, and what was never sent is not there.
const token = z.string({ error: "required" }).max(200, "tooLong");

/** What stands in an invite's link. */
export const InviteLink = z.strictObject({ token });

const phoneNumber = z.string("required").max(40, "tooLong");
const emailId = z.string("required").max(254, "tooLong");

/**
 * Who asks for a code, and by which way; without one by the way the link came. An address says that it shall be a mail, and no more: the code goes to
 * where the member is known, and nobody learns here whether it is that one.
 */
export const InviteCodeRequest = z.strictObject({
  inviteToken: token,
  channel: Channel.optional(),
  emailId: emailId.optional(),
});
export type InviteCodeRequest = z.output<typeof InviteCodeRequest>;

/** The code that was sent; without a challenge it is this browser's newest for the invite. A number or an address must be the member's. */
export const InviteCodeAnswer = z.strictObject({
  inviteToken: token,
  challengeId: z.string().min(1).max(64).optional(),
  otp: Code,
  phoneNumber: phoneNumber.optional(),
  emailId: emailId.optional(),
  purpose: z.literal("activation", "choose").optional(),
});
export type InviteCodeAnswer = z.output<typeof InviteCodeAnswer>;

/** What an invited person may say of themselves. Not where they are reached: the link came that way, and the code goes there. */
export const InvitedDetails = z
  .strictObject({
    name: memberFields.name.optional(),
    dob: memberFields.dob.optional(),
    gender: memberFields.gender.optional(),
    addrLine: memberFields.addrLine.optional(),
    city: memberFields.city.optional(),
    state: memberFields.state.optional(),
    pincode: memberFields.pincode.optional(),
    govtIdName: memberFields.govtIdName.optional(),
    govtIdValue: memberFields.govtIdValue.optional(),
    nomineeDetails: memberFields.nomineeDetails.optional(),
  })
  .superRefine(bothOrNone);
export type InvitedDetails = z.output<typeof InvitedDetails>;

/** What takes an invite up: the token that the code gave, and what is agreed to; `wording` names the texts that were read. */
export const InviteAcceptance = z.strictObject({
  activationToken: token,
  consents: z.array(ConsentId).max(20),
  wording: z.string().max(40).optional(),
});
export type InviteAcceptance = z.output<typeof InviteAcceptance>;

/** The same from the page, whose token stands in a cookie. */
export const PageAcceptance = InviteAcceptance.omit({ activationToken: true }).extend({ token });

const blank = <Out>(field: z.ZodType<Out, string>) =>
  z
    .string()
    .trim()
    .transform(text => (text === "" ? undefined : text))
    .pipe(field.optional());

/** Details as they are typed on the page: what is missing must be there, and empty says nothing new. */
export function typedInvite(missing: readonly string[]) {
  const asked = <Out>(name: string, field: z.ZodType<Out, string>) => (missing.includes(name) ? field : blank(field));
  return z
    .strictObject({
      name: asked("name", memberFields.name),
      dob: asked("dob", memberFields.dob),
      gender: asked("gender", memberFields.gender as z.ZodType<"M" | "F" | "O", string>),
      addrLine: asked("addr_line", memberFields.addrLine),
      city: asked("city", memberFields.city),
      state: blank(memberFields.state),
      pincode: asked("pincode", memberFields.pincode),
      govtIdName: asked("govt_id_name", memberFields.govtIdName as z.ZodType<InvitedDetails["govtIdName"], string>),
      govtIdValue: asked("govt_id_value", memberFields.govtIdValue),
      nomineeDetails: z.strictObject({
        name: asked("nominee_details.name", line(120)),
        relation: asked("nominee_details.relation", line(60)),
      }),
    })
    .transform(({ nomineeDetails, ...details }): InvitedDetails => {
      const isNamed = Object.values(nomineeDetails).some(value => value !== undefined);
      return { ...details, ...(isNamed ? { nomineeDetails } : {}) };
    });
}
export type TypedInvite = z.input<ReturnType<typeof typedInvite>>;
