import { audit } from "../audit";
import { type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { getOnboarding, type OnboardingRow, ownSteps } from "./onboarding";
import { decidePrefill } from "./prefill";
import { listProgress } from "./progress";
import type { Flow, Step } from "./step";
import { noteSaved, notingFailure } from "./step-event";
import { isOwnedBy, type Kind, scopeOf } from "./subject";

type Advance = {
  flow: Flow;
  subjectId: number;
  stepId: string;
  input: unknown;
  /** The version the person saw; absent = last write wins. */
  version?: number;
  /** What the form showed of told values, sealed; absent = what is told now. */
  shown?: string;
  /** What must hold besides, or throws; asked under the lock, before anything is written. */
  check?: (tx: Tx) => Promise<void>;
  actorId: number;
  address?: string;
};

function findStep(of: Flow, stepId: string): Step {
  const found = of.steps.find(step => step.id === stepId);
  if (!found) throw new AppError("not_found");
  return found;
}

function requireTurn(onboarding: OnboardingRow, stepId: string): void {
  if (onboarding.status === "complete") throw new AppError("already_completed");
  const rows = ownSteps(onboarding);
  const { current } = listProgress(rows);
  const at = rows.findIndex(row => row.step === stepId);
  const openAt = rows.findIndex(row => row.step === current);
  if (openAt !== -1 && at > openAt)
    throw new AppError("step_out_of_order", { data: { currentStep: current, requiredStep: current } });
}

/** What was given, as far as it is shown again at all: of a step with a secret nothing comes back that is not read back. */
function shownOf(input: unknown, saved: unknown): unknown {
  if (typeof input !== "object" || input === null || typeof saved !== "object" || saved === null) return null;
  return Object.fromEntries(Object.entries(input).filter(([name]) => Object.hasOwn(saved, name)));
}

const requireVersion = async (tx: Tx, step: Step, onboarding: OnboardingRow, wanted: Advance) => {
  const row = onboarding.steps.find(one => one.step === step.id);
  if (wanted.version === undefined || row?.version === wanted.version) return;
  const saved = await step.load?.({ tx, subjectId: wanted.subjectId, onboardingId: onboarding.id });
  const { input } = wanted;
  throw new AppError("version_conflict", {
    data: { saved, given: shownOf(input, saved), version: row?.version, changedAt: row?.revisedAt ?? row?.endedAt },
  });
};

/** Marks a step of a person as done; its answers are written in the same transaction. */
export async function settleStep(tx: Tx, onboarding: OnboardingRow, stepId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'done', version = version + 1, attempts = attempts + 1, done = 1, total = 1,
      started_at = coalesce(started_at, app_now()), ended_at = app_now()
    WHERE onboarding_id = ${onboarding.id} AND step = ${stepId}`;
  await tx.$executeRaw`
    UPDATE onboarding SET status = CASE WHEN status = 'pending' THEN 'running' ELSE status END, started_at = coalesce(started_at, app_now())
    WHERE id = ${onboarding.id}`;
  await noteSaved(tx, onboarding, stepId);
}

/** Locks the onboarding of a subject for the rest of the transaction and reads it. */
export async function lockOnboarding(tx: Tx, kind: Kind, subjectId: number): Promise<OnboardingRow> {
  await tx.$executeRaw`SELECT id FROM onboarding WHERE ${isOwnedBy(kind, subjectId)} FOR UPDATE`;
  return getOnboarding(tx, kind, subjectId);
}

/** How answers count: when they may be given, what they settle, and what the audit trail calls it. */
type Rules = {
  require: (tx: Tx, onboarding: OnboardingRow) => Promise<void>;
  settle: (tx: Tx, onboarding: OnboardingRow, stepId: string) => Promise<void>;
  action: "step_saved" | "settings_saved";
  after?: Flow["onStepSaved"];
};

async function saveAnswers(wanted: Advance, { require, settle, action, after }: Rules): Promise<OnboardingRow> {
  const { flow, subjectId, stepId, input } = wanted;
  const step = findStep(flow, stepId);
  const scope = scopeOf(flow.kind, subjectId);
  await transaction(scope, async tx => require(tx, await getOnboarding(tx, flow.kind, subjectId)));
  const proof = await notingFailure({ kind: flow.kind, subjectId, stepId }, () => step.prepare?.(input, subjectId));
  return transaction(scope, async tx => {
    const onboarding = await lockOnboarding(tx, flow.kind, subjectId);
    await require(tx, onboarding);
    await requireVersion(tx, step, onboarding, wanted);
    await wanted.check?.(tx);
    const context = { tx, subjectId, onboardingId: onboarding.id };
    await step.run?.(context, input, proof);
    await decidePrefill(context, { step, onboarding, input, shown: wanted.shown });
    await settle(tx, onboarding, stepId);
    await audit(tx, {
      action: `${flow.kind}.${action}`,
      actor: { kind: "user", id: wanted.actorId },
      subject: { kind: flow.kind, id: subjectId },
      detail: { step: stepId },
      address: wanted.address,
    });
    await after?.(context, wanted.actorId);
    return getOnboarding(tx, flow.kind, subjectId);
  });
}

/**
 * One step of a person, in order: checks the turn, asks third parties outside any transaction, then writes the answers, the step and the audit row together.
 * Throws `step_out_of_order`, `already_completed`, `version_conflict`, or what `prepare` refuses; then nothing was saved.
 */
export const advance = (wanted: Advance): Promise<OnboardingRow> =>
  saveAnswers(wanted, {
    require: async (_, onboarding) => requireTurn(onboarding, wanted.stepId),
    settle: settleInTurn,
    action: "step_saved",
    after: wanted.flow.onStepSaved,
  });

/** Counts a change of a step's answers that are saved already. */
export async function countRevision(tx: Tx, onboarding: OnboardingRow, stepId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE onboarding_step SET version = version + 1, revised_at = app_now() WHERE onboarding_id = ${onboarding.id} AND step = ${stepId}`;
}

/** Settles a step, and with it the ones after it that were answered before their turn. */
async function settleInTurn(tx: Tx, onboarding: OnboardingRow, stepId: string): Promise<void> {
  await settleStep(tx, onboarding, stepId);
  const rows = ownSteps(onboarding);
  for (const row of rows.slice(rows.findIndex(one => one.step === stepId) + 1)) {
    if (row.state !== "done" && row.revisedAt === null) return;
    if (row.state !== "done") await settleStep(tx, onboarding, row.step);
  }
}

// Whichever way it was answered, a step counts as done: a subject that was let in early gives its answers where it can, in any order.
const settleRevision: Rules["settle"] = (tx, onboarding, stepId) => {
  const isTurn = listProgress(ownSteps(onboarding)).current === stepId;
  return isTurn ? settleInTurn(tx, onboarding, stepId) : countRevision(tx, onboarding, stepId);
};

/**
 * The same answers of a step edited afterwards, when `require` lets it: asked, checked and written as in the step, which stays as it ended, or
 * is done by it as soon as those before it are.
 * Throws `version_conflict`, or what `prepare` or `require` refuses.
 */
export const revise = (wanted: Advance, require: Rules["require"]): Promise<OnboardingRow> =>
  saveAnswers(wanted, { require, settle: settleRevision, action: "settings_saved" });
