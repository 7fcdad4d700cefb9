import type { Scope, Tx } from "../db";
import { AppError } from "../errors";
import type { Flow } from "./step";

/** The tenant a subject's transactions run in. */
export const scopeOf = (kind: Flow["kind"], subjectId: number): Scope => ({ [kind]: subjectId }) as Scope;

/** Makes the onboarding of a subject with all its steps pending, in the transaction that makes the subject. */
export async function createOnboarding(tx: Tx, of: Flow, subjectId: number): Promise<number> {
  const rows = of.steps.flatMap(step => [
    { step: step.id, parent: null as string | null },
    ...(step.parts ?? []).map(part => ({ step: part.id, parent: step.id })),
  ]);
  const made = await tx.onboarding.create({
    data: { kind: of.kind, storeId: subjectId, steps: { create: rows.map((row, position) => ({ ...row, position })) } },
    select: { id: true },
  });
  return made.id;
}

/** The columns of an onboarding that views are made of. */
export const onboardingFields = {
  id: true,
  kind: true,
  status: true,
  storeId: true,
  startedAt: true,
  endedAt: true,
  skippedAt: true,
  skippedReason: true,
  skippedUntil: true,
  createdAt: true,
  steps: { orderBy: { position: "asc" } },
} as const;

/** The onboarding of a subject with its steps in order; throws `not_found`. */
export async function getOnboarding(tx: Tx, kind: Flow["kind"], subjectId: number) {
  const found = await tx.onboarding.findFirst({ where: { kind, storeId: subjectId }, select: onboardingFields });
  if (!found) throw new AppError("not_found");
  return found;
}

export type OnboardingRow = Awaited<ReturnType<typeof getOnboarding>>;

/** The steps a person goes through, without the worker's parts. */
export const ownSteps = (onboarding: OnboardingRow) => onboarding.steps.filter(row => row.parent === null);

/** The worker's parts of an onboarding. */
export const partSteps = (onboarding: OnboardingRow) => onboarding.steps.filter(row => row.parent !== null);

type Gate = Pick<OnboardingRow, "status" | "skippedUntil">;

/** Is it skipped by an admin at this moment? A skip that has run out is none, whatever its row still says. */
export const isSkipped = ({ status, skippedUntil }: Gate, at: Date): boolean =>
  status === "skipped" && (skippedUntil === null || skippedUntil > at);

/** May this subject pass the gate: complete, or skipped by an admin and not resumed since? */
export const isThroughGate = (onboarding: Gate, at: Date): boolean =>
  onboarding.status === "complete" || isSkipped(onboarding, at);

/** How a part stands or ended, as views show it and runs keep it. */
export type PartOutcome = Pick<
  OnboardingRow["steps"][number],
  "step" | "state" | "done" | "total" | "attempts" | "result" | "errorCode" | "errorMessage"
>;

/** What a run keeps of a part when it ends. */
export const toPartOutcome = (row: PartOutcome): PartOutcome => {
  const { step, state, done, total, attempts, result, errorCode, errorMessage } = row;
  return { step, state, done, total, attempts, result, errorCode, errorMessage };
};
