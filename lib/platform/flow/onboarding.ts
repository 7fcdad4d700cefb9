import { Prisma, type Tx } from "../db";
import { AppError } from "../errors";
import type { Flow } from "./step";
import { type Kind, ownedBy, ownerColumn, ownerFields } from "./subject";

/**
 * The parts of a statement that make an onboarding, in `made`, with all its steps pending, for the subject whose `id` stands in the part `subject`
 * before them; none where there is none.
 */
export function makingOnboarding(of: Flow): Prisma.Sql {
  const rows = of.steps.flatMap(step => [
    { step: step.id, parent: null as string | null },
    ...(step.parts ?? []).map(part => ({ step: part.id, parent: step.id })),
  ]);
  return Prisma.sql`
    made AS (
      INSERT INTO onboarding (kind, ${ownerColumn(of.kind)}) SELECT ${of.kind}::"OnboardingKind", id FROM subject RETURNING id
    ), steps AS (
      INSERT INTO onboarding_step (onboarding_id, step, parent, position)
      SELECT made.id, row.step, row.parent, row.position
      FROM made, jsonb_to_recordset(${JSON.stringify(rows.map((row, position) => ({ ...row, position })))}::jsonb)
        AS row (step text, parent text, position int)
    )`;
}

/** Makes the onboarding of a subject with all its steps pending, in the transaction that makes the subject. */
export async function createOnboarding(tx: Tx, of: Flow, subjectId: number): Promise<number> {
  const [made] = await tx.$queryRaw<{ id: number }[]>`
    WITH subject AS (SELECT ${subjectId}::int AS id), ${makingOnboarding(of)} SELECT id FROM made`;
  if (!made) throw new Error("an onboarding was not made");
  return made.id;
}

/** The columns of an onboarding that views are made of. */
export const onboardingFields = {
  id: true,
  kind: true,
  status: true,
  ...ownerFields,
  startedAt: true,
  endedAt: true,
  skippedAt: true,
  skippedReason: true,
  skippedUntil: true,
  createdAt: true,
  steps: { orderBy: { position: "asc" } },
} as const;

/** The onboarding of a subject with its steps in order; throws `not_found`. */
export async function getOnboarding(tx: Tx, kind: Kind, subjectId: number) {
  const found = await tx.onboarding.findFirst({ where: ownedBy(kind, subjectId), select: onboardingFields });
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

/** How a part stands or ended, as views show it and runs keep it. */
export type PartOutcome = Pick<
  OnboardingRow["steps"][number],
  "step" | "state" | "done" | "total" | "attempts" | "result" | "errorCode" | "errorMessage"
> & {
  skipReason?: string | null;
  /** Of a part as it is a date, of one that a run keeps a text. */
  startedAt?: Date | string | null;
  endedAt?: Date | string | null;
  triedAt?: Date | string | null;
  /** Its failed tries; none where it never failed. */
  tries?: unknown;
  cursor?: unknown;
};

// Where it would go on is the onboarding's affair; what it had counted until then is the run's.
function countsIn(cursor: unknown) {
  const hasCounts = typeof cursor === "object" && cursor !== null && "counts" in cursor;
  return hasCounts ? { cursor: { counts: cursor.counts } } : {};
}

/** What a run keeps of a part when it ends. */
export const toPartOutcome = (row: PartOutcome): PartOutcome => {
  const { step, state, done, total, attempts, result, errorCode, errorMessage, skipReason = null } = row;
  const { startedAt = null, endedAt = null } = row;
  const told = { step, state, done, total, attempts, result, errorCode, errorMessage, skipReason, startedAt, endedAt };
  const { triedAt = null, tries } = row;
  return { ...told, ...(triedAt ? { triedAt } : {}), ...(tries ? { tries } : {}), ...countsIn(row.cursor) };
};
