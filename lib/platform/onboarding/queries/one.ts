import { listEntries } from "../../audit/queries";
import { isAdmin } from "../../auth/policy";
import type { SessionUser } from "../../auth/session";
import { transaction } from "../../db";
import { AppError } from "../../errors";
import { inReadersWords } from "../../i18n/readers-words";
import { toOnboardingRow } from "../../onboardings/view";
import type { DoneView, OnboardingOne, RunView } from "../view";
import { type Found, type Run, readCalls, readOnboarding, readRuns, readSent, readSteps } from "./read";
import { compare, leavesOf, type StepRow, toStepView } from "./steps";

const mostDone = 25;

const isOpen = ({ status }: Pick<Run, "status">) =>
  status === "pending" || status === "running" || status === "waiting";

const isHeld = ({ state, errorCode }: StepRow) =>
  Boolean(errorCode) && (state === "failed" || state === "retrying" || state === "waiting");

/** The same as the summary of the tables tells, of this very moment. */
function toRow(found: Found, leaves: readonly StepRow[], run: Run | undefined, isMasked: boolean) {
  const retrying = leaves.filter(({ state }) => state === "retrying");
  const held = leaves.find(isHeld);
  const goesOn = found.status === "pending" || found.status === "running";
  const next = retrying.flatMap(({ nextAttemptAt }) => (nextAttemptAt ? [Number(nextAttemptAt)] : []));
  return toOnboardingRow(
    {
      ...found,
      status: found.isStalled ? "stalled" : goesOn && retrying.length > 0 ? "retrying" : found.status,
      step: leaves.find(({ state }) => state !== "done" && state !== "skipped")?.step ?? "",
      attempts: Math.max(0, ...leaves.map(({ attempts }) => attempts)),
      errorStep: held?.step ?? "",
      errorCode: held?.errorCode ?? run?.errorCode ?? "",
      errorPrint: found.print,
      waitingFor: leaves.find(({ state }) => state === "waiting")?.waitingFor ?? null,
      nextAttemptAt: next.length > 0 ? new Date(Math.min(...next)) : null,
      runId: run?.id ?? null,
      runStatus: run?.status ?? null,
    },
    isMasked,
  );
}

type Parts = { id: number; createdAt: string; parts: StepRow[] | NonNullable<Run["parts"]> };

/** The steps belong to the newest run; one that has ended kept its own. */
const partsOf = (run: Run, index: number, leaves: readonly StepRow[]): Parts => ({
  id: run.id,
  createdAt: run.createdAt.toISOString(),
  parts: index === 0 && isOpen(run) ? leaves.filter(({ parent }) => parent !== null) : (run.parts ?? []),
});

function toRunView(run: Run, { parts }: Parts): RunView {
  const { id, number, trigger, status, createdAt, startedAt, endedAt, errorCode, errorMessage } = run;
  return {
    ...{ id, number, trigger, status, supportCode: `job_${id}` },
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    seconds: endedAt ? Math.round((Number(endedAt) - Number(startedAt ?? createdAt)) / 1000) : null,
    error: errorCode ? { code: errorCode, message: errorMessage ?? "" } : null,
    parts: parts.map(toStepView),
  };
}

const textOf = (detail: unknown, name: string): unknown =>
  typeof detail === "object" && detail !== null ? (detail as Record<string, unknown>)[name] : undefined;

async function readDone({ kind, subjectId }: Found, isMasked: boolean): Promise<DoneView[]> {
  const { items } = await listEntries({ subject: { kind, id: subjectId }, limit: mostDone });
  return items.map(({ id, at, action, actorKind, actorId, detail }) => {
    const [reason, jobId] = [textOf(detail, "reason"), textOf(detail, "jobId")];
    return {
      ...{ id, at: at.toISOString(), action, actorKind, actorId },
      reason: !isMasked && typeof reason === "string" ? reason : null,
      jobId: typeof jobId === "number" ? jobId : null,
    };
  });
}

const skippedOf = ({ skippedAt, skippedUntil, skippedReason }: Found, isMasked: boolean) =>
  skippedAt && {
    at: skippedAt.toISOString(),
    until: skippedUntil?.toISOString() ?? null,
    reason: isMasked ? null : skippedReason,
  };

/** One onboarding with all that is known of it; an operator reads people masked. Null where there is none. */
export async function findOnboardingOne(reader: Pick<SessionUser, "roles">, id: number): Promise<OnboardingOne | null> {
  const isMasked = !isAdmin(reader);
  const read = await transaction("system", async tx => {
    const found = await readOnboarding(tx, id);
    if (!found) return null;
    const runs = await readRuns(tx, id);
    const calls = await readCalls(
      tx,
      runs.map(run => run.id),
    );
    return { found, runs, calls, rows: await readSteps(tx, id), sent: await readSent(tx, found) };
  });
  if (!read) return null;
  const { found, runs, calls, rows, sent } = read;
  const leaves = leavesOf(rows);
  const parts = runs.map((run, index) => partsOf(run, index, leaves));
  return inReadersWords({
    row: toRow(found, leaves, runs[0], isMasked),
    steps: leaves.map(toStepView),
    nextRunAt: found.nextRunAt?.toISOString() ?? null,
    skipped: skippedOf(found, isMasked),
    runs: runs.map((run, index) => toRunView(run, parts[index] as Parts)),
    compared: compare(parts),
    ...{ calls, sent, audit: await readDone(found, isMasked) },
    serverTime: found.at.toISOString(),
  });
}

/** The same; throws `not_found`. */
export async function getOnboardingOne(reader: Pick<SessionUser, "roles">, id: number): Promise<OnboardingOne> {
  const found = await findOnboardingOne(reader, id);
  if (!found) throw new AppError("not_found");
  return found;
}
