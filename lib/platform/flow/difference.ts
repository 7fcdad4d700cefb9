import { audit } from "../audit";
import { type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { countRevision, lockOnboarding } from "./advance";
import { getOnboarding, type OnboardingRow } from "./onboarding";
import { answerOf, decisionOn, keepDecisions, listDecided } from "./prefill";
import type { Flow, Step, Told } from "./step";
import { scopeOf } from "./subject";

/** A source tells something else than a person answered, and they were not asked about it yet. */
export type Difference = { step: string; field: string; mine: string; theirs: Told };

/** The same with what the step would be saved as if theirs were taken. */
type Found = Difference & { declared: Step; input: unknown };

/** The answers of a step with one field replaced, as the step takes them; null where it would refuse. */
function inputWith(step: Step, answers: unknown, field: string, value: string): unknown {
  const { shape } = step.input as unknown as { shape: object };
  const asked = Object.entries(answers as object).filter(([name]) => Object.hasOwn(shape, name));
  const parsed = step.input?.safeParse({ ...Object.fromEntries(asked), [field]: value });
  return parsed?.success ? parsed.data : null;
}

async function findOfStep(tx: Tx, step: Step, onboarding: OnboardingRow, subjectId: number): Promise<Found[]> {
  const row = onboarding.steps.find(one => one.step === step.id);
  if (!step.told || (row?.state !== "done" && row?.revisedAt === null)) return [];
  const context = { tx, subjectId, onboardingId: onboarding.id };
  const [told, answers] = [await step.told(context), await step.load?.(context)];
  const decided = await listDecided(tx, { onboardingId: onboarding.id, stepId: step.id });
  // A guess is no fact to ask about, and nothing is no answer.
  const facts = Object.entries(told).filter(([, { value, isGuess }]) => value !== "" && !isGuess);
  return facts.flatMap(([field, theirs]) => {
    const mine = answerOf(answers, field);
    const isDecided = decided.some(one => one.field === field && one.original === theirs.value);
    const input = mine === theirs.value || isDecided ? null : inputWith(step, answers, field, theirs.value);
    // What the form would refuse is nothing to choose.
    return input === null ? [] : [{ step: step.id, field, mine, theirs, declared: step, input }];
  });
}

async function find(tx: Tx, flow: Flow, onboarding: OnboardingRow, subjectId: number): Promise<Found[]> {
  if (onboarding.status === "complete") return [];
  const found: Found[] = [];
  for (const step of flow.steps) found.push(...(await findOfStep(tx, step, onboarding, subjectId)));
  return found;
}

const toDifference = ({ step, field, mine, theirs }: Found): Difference => ({ step, field, mine, theirs });

/** Where a source has come to tell something else than a person answered, as long as the wizard is open; each is asked about once. */
export const listDifferences = (flow: Flow, subjectId: number): Promise<Difference[]> =>
  transaction(scopeOf(flow.kind, subjectId), async tx => {
    const onboarding = await getOnboarding(tx, flow.kind, subjectId);
    return (await find(tx, flow, onboarding, subjectId)).map(toDifference);
  });

type Settle = {
  flow: Flow;
  subjectId: number;
  actorId: number;
  address: string;
  step: string;
  field: string;
  /** What the person was shown of the source; something newer is another question. */
  theirs: string;
  keep: "mine" | "theirs";
};

/**
 * Keeps what the person says of a difference: their own answer, or the source's instead of it, which saves the step anew. What the source wrote
 * stays as it is. Throws `already_completed`, and `version_conflict` when there is no such difference any more.
 */
export async function settleDifference(wanted: Settle): Promise<Difference[]> {
  const { flow, subjectId, actorId, address, keep } = wanted;
  return transaction(scopeOf(flow.kind, subjectId), async tx => {
    const onboarding = await lockOnboarding(tx, flow.kind, subjectId);
    if (onboarding.status === "complete") throw new AppError("already_completed");
    const open = await find(tx, flow, onboarding, subjectId);
    const isMeant = ({ step, field, theirs }: Found) =>
      step === wanted.step && field === wanted.field && theirs.value === wanted.theirs;
    const meant = open.find(isMeant);
    if (!meant) throw new AppError("version_conflict");
    const { step, field, mine, theirs, declared, input } = meant;
    if (keep === "theirs") {
      await declared.run?.({ tx, subjectId, onboardingId: onboarding.id }, input, undefined);
      await countRevision(tx, onboarding, step);
    }
    const decision = keep === "theirs" ? "kept" : decisionOn(theirs.value, mine);
    await keepDecisions(tx, { onboardingId: onboarding.id, stepId: step }, [{ ...theirs, field, decision }], true);
    await audit(tx, {
      action: `${flow.kind}.difference_settled`,
      actor: { kind: "user", id: actorId },
      subject: { kind: flow.kind, id: subjectId },
      detail: { step, field, keep, source: theirs.source },
      address,
    });
    return open.filter(one => one !== meant).map(toDifference);
  });
}
