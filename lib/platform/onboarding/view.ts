import { z } from "zod";
import { RunStatus } from "../onboardings/schema";
import { OnboardingRow } from "../onboardings/view";

/** How a step of an onboarding stands. */
export const StandingStep = z.enum(["pending", "running", "retrying", "waiting", "done", "failed", "skipped"]);
export type StandingStep = z.infer<typeof StandingStep>;

/** One failed try of a step. */
export const TryView = z.object({
  began: z.string().nullable(),
  ended: z.string(),
  code: z.string().nullable(),
  message: z.string().nullable(),
});
export type TryView = z.infer<typeof TryView>;

/** A step without parts, or a part of one, as it stands now or as a run has kept it. */
export const StepView = z.object({
  id: z.string(),
  /** A worker does it, in runs; else people do. */
  isPart: z.boolean(),
  state: StandingStep,
  done: z.int(),
  total: z.int().nullable(),
  attempts: z.int(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** When its newest try began; null where that was not written down. */
  triedAt: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
  waitingFor: z.string().nullable(),
  skipReason: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Its failed tries in this run, oldest first, ten at most. */
  tries: z.array(TryView),
});
export type StepView = z.infer<typeof StepView>;

/** One run of a worker; `supportCode` is what its people were shown. */
export const RunView = z.object({
  id: z.int(),
  number: z.int(),
  trigger: z.string(),
  status: RunStatus,
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  seconds: z.int().nullable(),
  supportCode: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** How each part did: of the newest one that goes on as it is now, else as it was kept. */
  parts: z.array(StepView),
});
export type RunView = z.infer<typeof RunView>;

const figures = z.object({ rows: z.int(), seconds: z.number() });

/** A part of the newest run beside the last time before that it was done; null where it was not, or not yet. */
export const ComparedPart = z.object({
  id: z.string(),
  now: figures.nullable(),
  before: figures.extend({ runId: z.int() }).nullable(),
});
export type ComparedPart = z.infer<typeof ComparedPart>;

/** A call to somebody else that one of the runs made; its address is masked. */
export const CallView = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  upstream: z.string(),
  method: z.string(),
  address: z.string(),
  status: z.int().nullable(),
  outcome: z.string(),
  reason: z.string().nullable(),
  attempt: z.int(),
  durationMs: z.int(),
  trace: z.string(),
});
export type CallView = z.infer<typeof CallView>;

/** What somebody did with the subject; why only to admins. */
export const DoneView = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  action: z.string(),
  actorKind: z.string(),
  actorId: z.string().nullable(),
  reason: z.string().nullable(),
  jobId: z.int().nullable(),
});
export type DoneView = z.infer<typeof DoneView>;

/** A message to the subject: where to, masked, and what became of it; never what it says. */
export const SentView = z.object({
  id: z.string(),
  channel: z.enum(["sms", "email", "slack"]),
  recipient: z.string(),
  state: z.enum(["pending", "sent", "failed"]),
  errorCode: z.string().nullable(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
});
export type SentView = z.infer<typeof SentView>;

/** One onboarding with all that is known of it. */
export const OnboardingOne = z.object({
  row: OnboardingRow,
  steps: z.array(StepView),
  /** When the next run begins by itself, or a member is activated; null where none is due. */
  nextRunAt: z.iso.datetime().nullable(),
  skipped: z
    .object({ at: z.iso.datetime(), until: z.iso.datetime().nullable(), reason: z.string().nullable() })
    .nullable(),
  /** The newest ones, newest first. */
  runs: z.array(RunView),
  compared: z.array(ComparedPart),
  /** The newest of those that failed first, then the newest others. */
  calls: z.array(CallView),
  audit: z.array(DoneView),
  sent: z.array(SentView),
  serverTime: z.iso.datetime(),
});
export type OnboardingOne = z.infer<typeof OnboardingOne>;
