import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { ActivationResult, Decision, RuleOutcome } from "../../schema/activation";
import { transition } from "../../schema/transition";
import { decide } from "../decide";
import { type Case, findCase } from "../find-case";
import { isFree } from "../member-lock";
import { type Invitation, ofInvites } from "./invite-member";
import { listReach } from "./reach";
import { unreachable } from "./send-link";

/** Takes back what was told of somebody, with what an invite of theirs would come to. */
class TakenBack extends Error {
  constructor(
    readonly of: Case,
    readonly decision: Decision,
  ) {
    super("taken back");
  }
}

// A number in a country that gets no messages is no way to somebody.
async function reachRule(tx: Tx, memberId: number): Promise<RuleOutcome> {
  const select = { email: true, phoneNumber: true };
  const member = await tx.member.findUniqueOrThrow({ where: { id: memberId }, select });
  if (listReach(member).length > 0) return { id: "reach", ok: true };
  const [fault] = unreachable(member).errors;
  return { id: "reach", ok: false, field: fault?.field, code: fault?.code };
}

async function judge(tx: Tx, { memberId, planId }: Invitation): Promise<TakenBack> {
  const of = await findCase(tx, { memberId, planId }, false);
  if (!of || of.isErased) throw new AppError("not_found");
  const { decision } = decide(of, { door: "invite", allowsReplacement: false });
  const rules = [...decision.rules.filter(({ id }) => ofInvites.has(id)), await reachRule(tx, memberId)];
  const to = rules.every(({ ok }) => ok) ? transition(of.state, "invite") : null;
  return new TakenBack(of, { ...decision, rules, to, wouldEnd: null, wouldMail: to !== null && of.email !== null });
}

/** Tells what `inviteMember` would do and by which rules, in a transaction that is taken back. Throws `not_found`, and what `before` throws. */
export async function explainInvite(input: Invitation): Promise<ActivationResult> {
  const lockFree = await isFree(input.memberId);
  const going = transaction("system", async tx => {
    await input.before?.(tx);
    throw await judge(tx, input);
  });
  return going.catch((thrown: unknown) => {
    if (!(thrown instanceof TakenBack)) throw thrown;
    const { of, decision } = thrown;
    const state = decision.to ?? of.state;
    return { subscriptionId: null, state, activatedAt: of.at, replaced: null, decision: { ...decision, lockFree } };
  });
}
