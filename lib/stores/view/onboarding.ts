import { z } from "zod";
import { ChallengeView } from "@/lib/platform/auth/schema";
import { isSkipped, type OnboardingRow, ownSteps } from "@/lib/platform/flow/onboarding";
import { listProgress } from "@/lib/platform/flow/progress";
import type { StepSlug } from "../schema";
import { KeyProblem } from "./answers";
import { isFinished } from "./readiness";

const StepName = z.enum(["merchant_profile", "letzshop_api", "product_import", "order_sync"]);
type StepName = z.infer<typeof StepName>;
const StepView = z.object({ completed: z.boolean(), completedAt: z.iso.datetime().nullable() });
const lastStep = "order_sync";

/** Where a store stands, in the names of the contract. */
export const StatusView = z.object({
  id: z.int(),
  storeId: z.int(),
  storeCode: z.string().optional(),
  status: z.enum(["not_started", "in_progress", "completed", "skipped"]),
  currentStep: StepName,
  currentStepNumber: z.int(),
  totalSteps: z.int(),
  completedStepsCount: z.int(),
  completionPercentage: z.int(),
  isCompleted: z.boolean(),
  steps: z.object({
    merchant_profile: StepView,
    letzshop_api: StepView,
    product_import: StepView.extend({ csvUrlSet: z.boolean().optional() }),
    order_sync: StepView.extend({ jobId: z.int().nullable().optional() }),
  }),
  skippedByAdmin: z.boolean(),
  skippedReason: z.string().nullable(),
  skippedAt: z.iso.datetime().nullable(),
  /** When the gate closes again; null = it stays open. */
  skippedUntil: z.iso.datetime().nullable(),
});
export type StatusView = z.infer<typeof StatusView>;

/** The step that a slug of a URL names, in a status. */
export const stepAt = ({ steps }: StatusView, slug: StepSlug) => steps[StepName.parse(slug.replaceAll("-", "_"))];

/** What saving a step answers. */
export const SavedStepView = z.object({
  stepCompleted: z.literal(true),
  connectionTested: z.literal(true).optional(),
  nextStep: StepName,
  status: StatusView,
});
export type SavedStepView = z.infer<typeof SavedStepView>;

/** What finishing the onboarding answers. */
export const CompletedView = StatusView.extend({ onboardingCompleted: z.literal(true), redirectUrl: z.string() });

/** A store that was made, and the code that went out for it. Times in seconds. */
export const SignedUpView = ChallengeView.extend({ storeCode: z.string() });

const RunStatus = z.enum(["pending", "running", "waiting", "complete", "partial", "failed", "cancelled"]);

/** A page of stores with their progress, for the desk. */
export const StorePage = z.object({
  items: z.array(
    z.object({
      id: z.int(),
      code: z.string(),
      name: z.string(),
      ownerName: z.string(),
      createdAt: z.iso.datetime(),
      verifiedAt: z.iso.datetime().nullable(),
      /** A stored Letzshop key that is of no use, since when and why. */
      keyProblem: KeyProblem.nullable(),
      /** The newest import and what became of it; null before the first. */
      lastImport: z.object({ jobId: z.int(), status: RunStatus }).nullable(),
      onboarding: StatusView,
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type StorePage = z.infer<typeof StorePage>;

/** The words of sources/004 for an onboarding's status. */
function toStatusWord({ status, startedAt }: OnboardingRow, isSkippedNow: boolean) {
  if (status === "complete") return "completed" as const;
  if (isSkippedNow) return "skipped" as const;
  return startedAt === null ? ("not_started" as const) : ("in_progress" as const);
}

/** Who has skipped is told for as long as the skip holds. */
const toSkipView = (onboarding: OnboardingRow, isSkippedNow: boolean) => ({
  skippedByAdmin: isSkippedNow,
  skippedReason: isSkippedNow ? onboarding.skippedReason : null,
  skippedAt: isSkippedNow ? (onboarding.skippedAt?.toISOString() ?? null) : null,
  skippedUntil: isSkippedNow ? (onboarding.skippedUntil?.toISOString() ?? null) : null,
});

// A newer version may have added steps of its own: what this one does not know it does not tell of.
const knownSteps = (onboarding: OnboardingRow) =>
  ownSteps(onboarding).filter(row => StepName.safeParse(row.step).success);

const toStepView = (row: OnboardingRow["steps"][number] | undefined) => {
  const completed = row?.state === "done";
  return { completed, completedAt: completed ? (row.endedAt?.toISOString() ?? null) : null };
};

type StatusContext = {
  /** The moment of which it is told: a skip may have run out. */
  at: Date;
  storeCode?: string;
  /** What the status tells besides the steps themselves. */
  extras?: { csvUrlSet: boolean; jobId: number | null };
};

/** Where a store stands, in the names of the contract. */
export function toStatusView(onboarding: OnboardingRow, { at, storeCode, extras }: StatusContext): StatusView {
  if (onboarding.storeId === null) throw new Error(`onboarding ${onboarding.id} is not a store's`);
  const steps = knownSteps(onboarding);
  const progress = listProgress(steps);
  const current = StepName.parse(progress.current ?? lastStep);
  const isSkippedNow = isSkipped(onboarding, at);
  const viewOf = (id: StepName) => toStepView(steps.find(row => row.step === id));
  return {
    id: onboarding.id,
    storeId: onboarding.storeId,
    ...(storeCode === undefined ? {} : { storeCode }),
    status: toStatusWord(onboarding, isSkippedNow),
    currentStep: current,
    currentStepNumber: steps.findIndex(row => row.step === current) + 1,
    totalSteps: progress.total,
    completedStepsCount: progress.done,
    completionPercentage: progress.percent,
    isCompleted: isFinished(onboarding),
    steps: {
      merchant_profile: viewOf("merchant_profile"),
      letzshop_api: viewOf("letzshop_api"),
      product_import: { ...viewOf("product_import"), ...(extras ? { csvUrlSet: extras.csvUrlSet } : {}) },
      order_sync: { ...viewOf("order_sync"), ...(extras ? { jobId: extras.jobId } : {}) },
    },
    ...toSkipView(onboarding, isSkippedNow),
  };
}
