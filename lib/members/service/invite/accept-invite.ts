import type { AuditFact } from "@/lib/platform/audit";
import { safeEqual, sha256 } from "@/lib/platform/crypto";
import { Prisma, type Tx } from "@/lib/platform/db";
import { AppError, type FieldError, invalidInput } from "@/lib/platform/errors";
import { currentLocale } from "@/lib/platform/i18n/language";
import type { ActivationResult } from "../../schema/activation";
import { type ConsentId, consentIds, isCurrentWording, wordingIn } from "../../schema/consent";
import type { InviteAcceptance } from "../../schema/invite";
import { allowanceOf } from "../act";
import { activate } from "../activate";
import { decide } from "../decide";
import { findCase } from "../find-case";
import { brokenRules } from "../refuse";
import { comeByLink } from "./come-by-link";
import { holdInvite, type Invite } from "./find-invite";
import { byLink, type LinkHolder } from "./prove";

function consentFaults({ consents, wording }: InviteAcceptance): FieldError[] {
  const given: ReadonlySet<ConsentId> = new Set(consents);
  const faults: FieldError[] = consentIds
    .filter(id => !given.has(id))
    .map(id => ({ field: `consents.${id}`, code: "required", message: "consentRequired" }));
  if (wording !== undefined && !isCurrentWording(wording))
    faults.push({ field: "wording", code: "outdated", message: "consentOutdated" });
  return faults;
}

type Kept = { proofHash: string | null; isOver: boolean | null };

/** Throws unless the token is the one that the newest right code of this invite gave, and its time is not over. */
async function requireProof(tx: Tx, { id }: Invite, activationToken: string): Promise<void> {
  const [kept] = await tx.$queryRaw<Kept[]>`
    SELECT proof_hash AS "proofHash", proof_until <= app_now() AS "isOver" FROM member_invite WHERE id = ${id}`;
  if (!kept?.proofHash || !safeEqual(sha256(activationToken), kept.proofHash))
    throw invalidInput([{ field: "activationToken", code: "unproven", message: "activationTokenWrong" }]);
  if (kept.isOver) throw new AppError("code_expired", { message: "activationTokenOver" });
}

async function faultsOf(tx: Tx, invite: Invite, input: InviteAcceptance): Promise<FieldError[]> {
  const faults = consentFaults(input);
  if (faults.length === 0) return [];
  // What else is missing is told with it: nobody shall come twice.
  const of = await findCase(tx, invite, false);
  return of ? [...faults, ...brokenRules(decide(of, allowanceOf(byLink)).decision)] : faults;
}

async function giveConsents(tx: Tx, { id, memberId }: Invite, wording: string): Promise<void> {
  const rows = consentIds.map(consent => Prisma.sql`(${id}, ${consent}, ${memberId}::int, ${wording}, app_now())`);
  await tx.$executeRaw`
    INSERT INTO member_consent (invite_id, consent, member_id, wording, given_at) VALUES ${Prisma.join(rows)}`;
}

/** What is written with the plan, in its transaction: what was agreed to. */
async function takeUp(tx: Tx, token: string, input: InviteAcceptance, holder: LinkHolder): Promise<AuditFact[]> {
  const invite = await holdInvite(tx, token);
  await requireProof(tx, invite, input.activationToken);
  const faults = await faultsOf(tx, invite, input);
  if (faults.length > 0) throw invalidInput(faults);
  const { wording = wordingIn(currentLocale()) } = input;
  await giveConsents(tx, invite, wording);
  const { address, agent } = holder;
  const subject = { kind: "member", id: invite.memberId };
  const detail = { inviteId: invite.id, consents: consentIds, wording };
  return [{ action: "member.consented", actor: byLink.actor, subject, detail, address, agent }];
}

/**
 * Takes an invite up: the plan begins, or waits for its first day. A second time it is `already_active` with the subscription, and nothing changes.
 * Throws what `comeByLink` and `activate` throw, `code_expired` for a token whose time is over, and 422 for a wrong one, and for each consent that is
 * missing, with every rule that does not hold.
 */
export async function acceptInvite(
  token: string,
  input: InviteAcceptance,
  holder: LinkHolder,
): Promise<ActivationResult> {
  const { memberId, planId } = await comeByLink(token);
  const { address, agent, requestId } = holder;
  return activate({
    ...{ memberId, planId, via: byLink, requestId, caller: { address, agent } },
    before: tx => takeUp(tx, token, input, holder),
  });
}
