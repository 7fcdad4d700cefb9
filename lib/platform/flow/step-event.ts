import { type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { log } from "../log";
import type { OutboundKind } from "../outbound/outbound-error";
import { getOnboarding, type OnboardingRow } from "./onboarding";
import type { Refusal } from "./schema";
import type { Flow } from "./step";
import { type Kind, scopeOf } from "./subject";

type Of = Pick<OnboardingRow, "id" | "kind" | "status">;
type Fault = "refused" | "test_failed";

// Whoever is through, or was let in early, only looks back.
const isOpen = ({ status }: Of) => status !== "complete" && status !== "skipped";

/** Notes that somebody has a step before them; of the same step at most once a minute. Part of a read, so it is one statement and tells nothing. */
export async function noteSeen(tx: Tx, of: Of, stepId: string): Promise<void> {
  if (!isOpen(of)) return;
  await tx.$executeRaw`
    INSERT INTO step_event AS known (onboarding_id, step, event, code, kind, first_at, last_at, settled)
    VALUES (${of.id}, ${stepId}, 'seen', '', ${of.kind}::"OnboardingKind", app_now(), app_now(),
      EXISTS (SELECT FROM onboarding_step WHERE onboarding_id = ${of.id} AND step = ${stepId} AND state = 'done'))
    ON CONFLICT (onboarding_id, step, event, code) DO UPDATE SET count = known.count + 1, last_at = greatest(known.last_at, excluded.last_at)
      WHERE known.last_at < excluded.last_at - interval '1 minute'`;
}

/** Notes that the answers of a step were saved in its turn; the first time with how long that took since it was first seen. */
export async function noteSaved(tx: Tx, of: Of, stepId: string): Promise<void> {
  await tx.$executeRaw`
    WITH seen AS (
      UPDATE step_event SET settled = true WHERE onboarding_id = ${of.id} AND step = ${stepId} AND event = 'seen' RETURNING first_at)
    INSERT INTO step_event AS known (onboarding_id, step, event, code, kind, first_at, last_at, seconds)
    VALUES (${of.id}, ${stepId}, 'saved', '', ${of.kind}::"OnboardingKind", app_now(), app_now(),
      (SELECT greatest(0, extract(epoch FROM app_now() - first_at))::int FROM seen))
    ON CONFLICT (onboarding_id, step, event, code) DO UPDATE SET count = known.count + 1, last_at = greatest(known.last_at, excluded.last_at)`;
}

async function noteFaults(tx: Tx, of: Of, stepId: string, event: Fault, codes: readonly string[]): Promise<void> {
  if (!isOpen(of) || codes.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO step_event AS known (onboarding_id, step, event, code, kind, first_at, last_at)
    SELECT ${of.id}, ${stepId}, ${event}::"StepEventKind", code, ${of.kind}::"OnboardingKind", app_now(), app_now()
    FROM unnest(${[...new Set(codes)]}::text[]) AS code
    ON CONFLICT (onboarding_id, step, event, code) DO UPDATE SET count = known.count + 1, last_at = greatest(known.last_at, excluded.last_at)`;
}

type At = { kind: Kind; subjectId: number; stepId: string };

const inOwn = ({ kind, subjectId }: At, work: (tx: Tx, of: Of) => Promise<void>): Promise<void> =>
  transaction(scopeOf(kind, subjectId), async tx => work(tx, await getOnboarding(tx, kind, subjectId)));

/** Notes which fields of a step a form would not send, by their names: what is no field of it is not noted. */
export async function noteRefused(flow: Flow, subjectId: number, { step: slug, fields }: Refusal): Promise<void> {
  const stepId = slug.replaceAll("-", "_");
  const step = flow.steps.find(({ id }) => id === stepId);
  const { shape } = (step?.input ?? { shape: {} }) as unknown as { shape: object };
  const known = fields.map(field => field.split(".")[0] ?? "").filter(field => Object.hasOwn(shape, field));
  if (known.length === 0) return;
  await inOwn({ kind: flow.kind, subjectId, stepId }, (tx, of) => noteFaults(tx, of, stepId, "refused", known));
}

// What cannot be noted holds nobody up.
const noteQuietly = (at: At, event: Fault, codes: readonly string[]): Promise<void> =>
  inOwn(at, (tx, of) => noteFaults(tx, of, at.stepId, event, codes)).catch(error =>
    log.warn({ err: error, step: at.stepId, event }, "a fault was not noted"),
  );

/** Notes that a connection test of a step failed, by its class. */
export const noteTestFailed = (at: At, failure: OutboundKind): Promise<void> =>
  noteQuietly(at, "test_failed", [failure]);

// By its type no class can be forgotten.
const isClass: Record<OutboundKind, true> = {
  wrong_address: true,
  auth: true,
  permission: true,
  rate_limit: true,
  unreachable: true,
  unexpected: true,
};
const classOf = (code: string): OutboundKind | null => (Object.hasOwn(isClass, code) ? (code as OutboundKind) : null);

/** Asks what a save asks of third parties; before it goes on its way a failed test is noted by its class, any other refusal by its fields. */
export async function notingFailure<T>(at: At, prove: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await prove();
  } catch (error) {
    const faults = error instanceof AppError ? error.errors : [];
    const failure = classOf(faults[0]?.code ?? "");
    const fields = faults.map(({ field }) => field.split(".")[0] ?? "").filter(field => field !== "");
    await (failure ? noteTestFailed(at, failure) : noteQuietly(at, "refused", fields));
    throw error;
  }
}
