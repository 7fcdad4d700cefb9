import { inviteMember } from "@/lib/members/service/invite/invite-member";
import { sendInviteCode, validateInviteCode } from "@/lib/members/service/invite/prove";
import { randomToken } from "@/lib/platform/crypto";
import { listMessages } from "@/lib/platform/notifications/queries";
import { newMember, newPerson, proofs } from "./new-member";

let serial = 0;

/** Somebody at a browser of their own, from an address of their own. */
export function newHolder() {
  serial += 1;
  return { address: `2001:db8:1:${serial.toString(16)}::1`, agent: "a test", requestId: "req_holder" };
}

/** All that a member's link says to whoever has it, newest first, each once. */
export async function linksTo(recipient: string): Promise<string[]> {
  const links = (await listMessages({ to: recipient })).flatMap(({ link }) =>
    link?.includes("/invite/") ? [link] : [],
  );
  return [...new Set(links)].map(link => new URL(link).pathname.replace("/invite/", ""));
}

/** A member who was invited a moment ago, with what stands in the link. */
export async function newInvite(contractId: string, planId: string, told: object = {}) {
  const details = { ...newPerson(), ...told };
  const memberId = await newMember(contractId, { details });
  await inviteMember({ memberId, planId, via: proofs.admin, requestId: "req_invite" });
  const [token = ""] = await linksTo(details.emailId ?? details.phoneNumber);
  return { memberId, token, details };
}

/** Sends a code for an invite and tells where it went, what it was, and for which challenge of which browser. */
export async function newCode(token: string, recipient: string, channel?: "email" | "sms") {
  const [browser, holder] = [randomToken(24), newHolder()];
  const { challengeId, to } = await sendInviteCode({ inviteToken: token, channel }, { browser, ...holder });
  const [newest] = await listMessages({ to: recipient });
  return { challengeId, to, browser, holder, otp: newest?.code ?? "" };
}

/** Proves by a code to be the member of an invite; returns the token that takes it up. */
export async function proveInvite(token: string, recipient: string) {
  const { challengeId, otp, browser, holder } = await newCode(token, recipient);
  return (await validateInviteCode({ inviteToken: token, challengeId, otp }, holder, browser)).activationToken;
}
