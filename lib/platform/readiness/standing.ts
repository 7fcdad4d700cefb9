import { Prisma } from "../db";
import type { OnboardingRow } from "../flow/onboarding";
import type { StepState } from "../flow/progress";
import type { Moment } from "./requirement";

/** A step of an onboarding, as far as it says what is needed. */
export type StepFacts = {
  step: string;
  parent: string | null;
  state: StepState;
  startedAt: Moment;
  endedAt: Moment;
  nextAttemptAt: Moment;
  errorCode: string | null;
  /** That mends it, where it is not the step's usual one. */
  errorField: string | null;
  waitingFor: string | null;
};

/** How an onboarding stands, as far as it says what is needed; `run` is the newest of its worker. */
export type Standing = {
  status: OnboardingRow["status"];
  skippedUntil: Date | null;
  createdAt: Moment;
  endedAt: Moment;
  steps: readonly StepFacts[];
  run?: RunFacts | null;
};

/** The newest run of an onboarding's worker. */
export type RunFacts = {
  status: OnboardingRow["status"];
  createdAt: Moment;
  endedAt: Moment;
  errorCode: string | null;
};

/** The same columns for a query by Prisma; without the run, which lets nobody in. */
export const standingFields = {
  status: true,
  skippedUntil: true,
  createdAt: true,
  endedAt: true,
  steps: {
    orderBy: { position: "asc" },
    select: {
      ...{ step: true, parent: true, state: true, startedAt: true, endedAt: true },
      ...{ nextAttemptAt: true, errorCode: true, errorField: true, waitingFor: true },
    },
  },
} as const;

/** How the onboarding `o` stands, as one value of a statement: a table of many costs no more statements than one. */
export const standingOf = Prisma.sql`jsonb_build_object('status', o.status, 'skippedUntil', o.skipped_until, 'createdAt', o.created_at, 'endedAt', o.ended_at,
  'steps', (SELECT coalesce(jsonb_agg(jsonb_build_object('step', s.step, 'parent', s.parent, 'state', s.state, 'startedAt', s.started_at,
      'endedAt', s.ended_at, 'nextAttemptAt', s.next_attempt_at, 'errorCode', s.error_code, 'errorField', s.error_field,
      'waitingFor', s.waiting_for) ORDER BY s.position), '[]')
    FROM onboarding_step s WHERE s.onboarding_id = o.id),
  'run', (SELECT jsonb_build_object('status', r.status, 'createdAt', r.created_at, 'endedAt', r.ended_at, 'errorCode', r.error_code)
    FROM onboarding_run r WHERE r.onboarding_id = o.id ORDER BY r.number DESC LIMIT 1))`;

/** The value of a statement as a standing. */
export const readStanding = (told: Standing): Standing => ({
  ...told,
  skippedUntil: told.skippedUntil && new Date(told.skippedUntil),
});
