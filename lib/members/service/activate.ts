import { now } from "@/lib/platform/clock";
import { statement } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { ActivationResult } from "../schema/activation";
import { type Act, act, rehearse } from "./act";
import { eventOf } from "./decide";
import { logTry, type Try } from "./log-try";
import { isFree, whileAlone } from "./member-lock";

export type { Proof } from "./act";

/** Who shall get which plan, and by whose word. A dry run answers the decision, throws for no rule, and changes nothing. */
export type Activation = Act & { dryRun?: boolean };

/** Adds a refused try to the log, in a transaction of its own. */
async function logRefusal(input: Act, startedMs: number, refusal: AppError, known: Partial<Try> = {}): Promise<void> {
  const { memberId, planId, via, requestId } = input;
  await statement(
    logTry({
      memberId,
      door: via.door,
      actor: via.actor,
      event: eventOf[via.door],
      from: null,
      to: null,
      code: refusal.code,
      planId,
      subscriptionId: null,
      decision: { lockFree: refusal.code !== "activation_in_progress" },
      startedMs,
      requestId,
      ...known,
    }),
  );
}

async function explain(input: Act): Promise<ActivationResult> {
  const lockFree = await isFree(input.memberId);
  const judged = await rehearse(input);
  const decision = { ...judged.decision, lockFree };
  const state = decision.to ?? decision.from;
  return { subscriptionId: null, state, activatedAt: await now(), replaced: decision.wouldEnd, decision };
}

/**
 * The one act behind all doors (decision 018): gives a member a plan, once, however often and through however many doors it is asked for at the same
 * time. Throws `not_found`, `activation_in_progress` with `data.holder`, `already_active`, `illegal_transition`, `duplicate_core_offering`, or
 * `invalid_input` with every rule that did not hold; each try leaves its row in the activation log.
 */
export async function activate({ dryRun, ...input }: Activation): Promise<ActivationResult> {
  if (dryRun) return explain(input);
  const startedMs = performance.now();
  const done = await whileAlone(input, () => act(input, startedMs)).catch(async (thrown: unknown) => {
    if (thrown instanceof AppError) await logRefusal(input, startedMs, thrown);
    throw thrown;
  });
  if (!done.refusal) return done.result;
  const { refusal, judged, isLogged } = done;
  const { event, decision } = judged;
  if (!isLogged) await logRefusal(input, startedMs, refusal, { event, from: decision.from, decision });
  throw refusal;
}
