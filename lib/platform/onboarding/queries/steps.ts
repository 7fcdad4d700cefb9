import { z } from "zod";
import type { ComparedPart, RunView, StepView } from "../view";

/** A step as its row has it, or as a run kept it, where times are texts. */
type StepLike = {
  step: string;
  /** Of a row only: what a run keeps is a part. */
  parent?: string | null;
  state: string;
  done: number;
  total: number | null;
  attempts: number;
  startedAt?: Date | string | null;
  endedAt?: Date | string | null;
  triedAt?: Date | string | null;
  nextAttemptAt?: Date | string | null;
  waitingFor?: string | null;
  skipReason?: string | null;
  errorCode?: string | null;
  errorMessage?: string | null;
  tries?: unknown;
  result?: unknown;
};
export type KeptPart = StepLike;
export type StepRow = StepLike & { parent: string | null; position: number };

const Tries = z
  .array(
    z.object({
      began: z.string().nullable(),
      ended: z.string(),
      code: z.string().nullable(),
      message: z.string().nullable(),
    }),
  )
  .catch([]);

// The database writes times as it pleases inside JSON.
const toText = (time: Date | string | null | undefined): string | null => {
  if (!time) return null;
  const date = new Date(time);
  return Number.isNaN(Number(date)) ? null : date.toISOString();
};

/** A step for people who look into what happened. */
export function toStepView(row: StepLike): StepView {
  const { step: id, state, done, total, attempts } = row;
  const tries = Tries.parse(row.tries ?? []);
  return {
    isPart: row.parent !== null,
    ...{ id, state: state as StepView["state"], done, total, attempts },
    startedAt: toText(row.startedAt),
    endedAt: toText(row.endedAt),
    triedAt: toText(row.triedAt),
    nextAttemptAt: state === "retrying" ? toText(row.nextAttemptAt) : null,
    waitingFor: row.waitingFor ?? null,
    skipReason: state === "skipped" ? (row.skipReason ?? null) : null,
    error: row.errorCode ? { code: row.errorCode, message: row.errorMessage ?? "" } : null,
    tries: tries.map(one => ({ ...one, began: toText(one.began), ended: toText(one.ended) ?? one.ended })),
  };
}

/** The steps that are done one by one, in order: those without parts, and the parts of the others. */
export function leavesOf(rows: readonly StepRow[]): StepRow[] {
  const placeOf = ({ step, parent, position }: StepRow) =>
    [rows.find(row => row.step === (parent ?? step))?.position ?? position, position] as const;
  return rows
    .filter(row => !rows.some(other => other.parent === row.step))
    .map(row => ({ row, place: placeOf(row) }))
    .toSorted((one, other) => one.place[0] - other.place[0] || one.place[1] - other.place[1])
    .map(({ row }) => row);
}

const readRows = (part: StepLike): number => {
  const { result, done } = part;
  const fetched = typeof result === "object" && result !== null && "fetched" in result ? result.fetched : null;
  return typeof fetched === "number" ? fetched : done;
};

// What a run keeps of parts that it left as they were is not its own.
const isOwn = ({ startedAt }: StepLike, { createdAt }: Pick<RunView, "createdAt">) =>
  startedAt !== null && startedAt !== undefined && new Date(startedAt) >= new Date(createdAt);

function figuresOf(part: StepLike | undefined, run: Pick<RunView, "createdAt">) {
  if (part?.state !== "done" || !isOwn(part, run) || !part.endedAt || !part.startedAt) return null;
  const seconds = (Number(new Date(part.endedAt)) - Number(new Date(part.startedAt))) / 1000;
  return { rows: readRows(part), seconds: Math.max(seconds, 0) };
}

export type RunOfParts = { id: number; createdAt: string; parts: readonly StepLike[] };

/** Each part of the newest run beside the newest time before that it was done; nothing before the second run. */
export function compare([newest, ...before]: readonly RunOfParts[]): ComparedPart[] {
  if (!newest || before.length === 0) return [];
  return newest.parts.map(part => {
    const seen = before.flatMap(run => {
      const figures = figuresOf(
        run.parts.find(one => one.step === part.step),
        run,
      );
      return figures ? [{ ...figures, runId: run.id }] : [];
    });
    return { id: part.step, now: figuresOf(part, newest), before: seen[0] ?? null };
  });
}
