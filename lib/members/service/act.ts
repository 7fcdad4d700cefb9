import { type AuditFact, audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { activatedMail } from "../messages";
import type { ActivationResult } from "../schema/activation";
import { decide, type Judgement } from "./decide";
import { type Case, findCase } from "./find-case";
import { inEmployersLanguage } from "./in-employers-language";
import { logTry, type Try } from "./log-try";
import { moveMember } from "./move-member";
import { refusalOf } from "./refuse";
import { newSubscriptionId, Overtaken, SeatTaken, subscribe } from "./subscribe";
import { tellFailed } from "./tell-failed";
import { tellPartner } from "./tell-partner";

/** Who asks at which door; proven by the door. `allowsReplacement` lets a plan take the place of another of the same core offering. */
export type Proof =
  | { door: "direct"; actor: { kind: "system" } | { kind: "user"; id: number }; allowsReplacement?: boolean }
  | { door: "admin"; actor: { kind: "user"; id: number }; reason?: string; allowsReplacement?: boolean }
  | { door: "partner"; actor: { kind: "partner"; id: string }; allowsReplacement: boolean }
  | { door: "auto"; actor: { kind: "system" } | { kind: "user"; id: number } }
  | { door: "invite"; actor: { kind: "anonymous" } };

/** Who shall get which plan. */
export type Act = {
  memberId: number;
  planId: string;
  via: Proof;
  requestId: string;
  /**
   * What the door writes first in the same transaction, under the same lock, also in a dry run: details, or the member itself with the number that
   * was given to it. It holds only if the activation does, and what it returns is audited with it; a refusal of somebody who was never made is
   * logged without a member.
   */
  before?: (tx: Tx) => Promise<readonly AuditFact[]>;
  caller?: { address: string; agent: string };
};

const mostTries = 4;

/** What an act came to; `isLogged` where a refusal has left its row in the log already. */
export type Outcome =
  | { result: ActivationResult; refusal?: undefined }
  | { refusal: AppError; judged: Judgement; isLogged: boolean };
type Going = { input: Act; startedMs: number; tx: Tx; of: Case; judged: Judgement; told: readonly AuditFact[] };

/** What a proof lets its owner do. */
export const allowanceOf = (via: Proof) => ({
  door: via.door,
  allowsReplacement: "allowsReplacement" in via && via.allowsReplacement === true,
});

const tryOf = ({ input, startedMs, of, judged }: Going, rest: Partial<Try>): Try => ({
  memberId: input.memberId,
  door: input.via.door,
  actor: input.via.actor,
  event: judged.event,
  from: of.state,
  to: judged.to,
  code: null,
  planId: input.planId,
  subscriptionId: null,
  decision: judged.decision,
  startedMs,
  requestId: input.requestId,
  ...rest,
});

// Last in every act: the chain of the trail is locked from the first row on, and nothing may be waited for with it.
async function auditAct(
  { input, tx, told }: Going,
  action: AuditFact["action"],
  detail: Record<string, unknown>,
): Promise<void> {
  const { via, planId, memberId, caller } = input;
  const reason = "reason" in via && via.reason ? { reason: via.reason } : {};
  const done: AuditFact = {
    action,
    actor: via.actor,
    subject: { kind: "member", id: memberId },
    detail: { door: via.door, planId, ...detail, ...reason },
    ...caller,
  };
  await audit(tx, ...told, done);
}

// Before anything is held that others wait for: a mail is made of more work than any statement.
async function write({ input, tx, of, judged }: Going, subscriptionId: string): Promise<void> {
  if (!of.email || !of.plan) return;
  const isReplacement = judged.decision.wouldEnd !== null;
  const news = { name: of.name ?? "", plan: of.plan.name, isReplacement };
  const mail = await inEmployersLanguage(of.language, () => activatedMail(news));
  const how = { dedupeKey: `member.activated:${subscriptionId}`, tenant: `member:${input.memberId}` };
  await enqueueMessage(tx, { channel: "email", recipient: of.email, ...mail, ...how });
}

async function begin(going: Going): Promise<Outcome> {
  const { input, tx, of, judged } = going;
  const { decision } = judged;
  const { wouldEnd: replaced } = decision;
  const subscriptionId = newSubscriptionId();
  await write(going, subscriptionId);
  const log = logTry(tryOf(going, { subscriptionId }));
  await subscribe(tx, { id: subscriptionId, of, door: input.via.door, old: judged.duplicate, log });
  const { planId, via } = input;
  await tellPartner(tx, of, "member.activated", {
    subscriptionId,
    planId,
    door: via.door,
    state: "activated",
    replaced,
  });
  const action = replaced ? "member.replaced" : "member.activated";
  await auditAct(going, action, { subscriptionId, ...(replaced ? { replaced } : {}) });
  return { result: { subscriptionId, state: "activated", activatedAt: of.at, replaced, decision } };
}

// Whoever accepts before the plan begins waits for its first day.
async function wait(going: Going): Promise<Outcome> {
  const { input, tx, of, judged } = going;
  await moveMember(tx, input.memberId, "scheduled", { inviteEnds: "accepted" });
  await tx.$executeRaw`
    INSERT INTO activation_timer (member_id, plan_subscription_id, due_at, set_by, created_at)
    VALUES (${input.memberId}, ${input.planId}, ${of.startsOn}, 'accept', app_now())`;
  await tx.$executeRaw(logTry(tryOf(going, {})));
  await auditAct(going, "member.scheduled", { dueAt: of.startsOn });
  const { decision } = judged;
  return { result: { subscriptionId: null, state: "scheduled", activatedAt: of.startsOn, replaced: null, decision } };
}

// Whose time has come and who may not have the plan has failed; that stays, and somebody sees to it.
async function fail(going: Going, refusal: AppError): Promise<Outcome> {
  const { input, tx, of, judged } = going;
  const code = judged.decision.rules.find(({ ok }) => !ok)?.id ?? refusal.code;
  await tellFailed(tx, of, judged.decision);
  await moveMember(tx, input.memberId, "failed", { failedCode: code });
  await tx.$executeRaw(logTry(tryOf(going, { to: "failed" })));
  const { planId, via } = input;
  const news = { subscriptionId: null, planId, door: via.door, state: "failed", code } as const;
  await tellPartner(tx, of, "member.failed", news);
  await auditAct(going, "member.failed", { code });
  return { refusal, judged, isLogged: true };
}

/** Takes back what a transaction has done, and carries out what it found. */
class TakenBack extends Error {
  constructor(
    readonly judged: Judgement,
    readonly refusal: AppError | null,
  ) {
    super("taken back");
  }
}

async function judge(tx: Tx, input: Act, isHeld: boolean) {
  const told = (await input.before?.(tx)) ?? [];
  const of = await findCase(tx, input, isHeld);
  if (!of) throw new AppError("not_found");
  return { of, told, judged: decide(of, allowanceOf(input.via)) };
}

const actOnce = (input: Act, startedMs: number): Promise<Outcome> =>
  transaction("system", async tx => {
    const { of, told, judged } = await judge(tx, input, true);
    const going = { input, startedMs, tx, of, told, judged };
    const refusal = refusalOf(judged, of);
    if (!refusal) return judged.to === "scheduled" ? wait(going) : begin(going);
    if (judged.to === "failed") return fail(going, refusal);
    throw new TakenBack(judged, refusal);
  });

/**
 * Judges and does it in one transaction. Whoever was faster has committed when this finds out: the next look sees it, and says what is active or that
 * no seat is left. Throws not_found, and `unavailable` where others are faster each time.
 */
export async function act(input: Act, startedMs: number): Promise<Outcome> {
  for (let left = mostTries; left > 0; left--)
    try {
      return await actOnce(input, startedMs);
    } catch (thrown) {
      if (thrown instanceof TakenBack && thrown.refusal)
        return { refusal: thrown.refusal, judged: thrown.judged, isLogged: false };
      if (!(thrown instanceof Overtaken || thrown instanceof SeatTaken)) throw thrown;
    }
  throw new AppError("unavailable", { retryAfterSeconds: 1 });
}

/** What the act would decide, found in a transaction that is taken back. Throws not_found, and what `before` throws. */
export async function rehearse(input: Act): Promise<Judgement> {
  const going = transaction("system", async tx => {
    const { judged } = await judge(tx, input, false);
    throw new TakenBack(judged, null);
  });
  return going.catch((thrown: unknown) => {
    if (thrown instanceof TakenBack) return thrown.judged;
    throw thrown;
  });
}
