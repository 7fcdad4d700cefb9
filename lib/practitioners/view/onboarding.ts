import { z } from "zod";
import { type OnboardingRow, ownSteps } from "@/lib/platform/flow/onboarding";
import { listProgress } from "@/lib/platform/flow/progress";
import type { StepSlug } from "../schema";
import { isOpen } from "./readiness";

const StepName = z.enum([
  "basic_info",
  "visual_profile",
  "professional_details",
  "bio_about",
  "experience_certifications",
]);
type StepName = z.infer<typeof StepName>;
const StepView = z.object({ completed: z.boolean(), completedAt: z.iso.datetime().nullable() });

/** Where a practitioner stands, in the names of the contract. Nobody skips this onboarding. */
export const StatusView = z.object({
  id: z.int(),
  practitionerId: z.int(),
  status: z.enum(["not_started", "in_progress", "completed"]),
  currentStep: StepName,
  currentStepNumber: z.int(),
  totalSteps: z.int(),
  completedStepsCount: z.int(),
  completionPercentage: z.int(),
  isCompleted: z.boolean(),
  isComplete: z.boolean(),
  steps: z.object({
    basic_info: StepView,
    visual_profile: StepView,
    professional_details: StepView,
    bio_about: StepView,
    experience_certifications: StepView,
  }),
  skippedByAdmin: z.literal(false),
  skippedReason: z.null(),
});
export type StatusView = z.infer<typeof StatusView>;

const toSlug = (step: StepName): StepSlug => step.replaceAll("_", "-") as StepSlug;

/** What saving a step answers. `nextStep` is null and `redirectTo` the dashboard once all five parts are there. */
export const SavedStepView = z.object({
  stepCompleted: z.literal(true),
  nextStep: StepName.nullable(),
  onboardingComplete: z.boolean(),
  redirectTo: z.string(),
  status: StatusView,
});
export type SavedStepView = z.infer<typeof SavedStepView>;

function toStatusWord({ status, startedAt }: OnboardingRow) {
  if (status === "complete") return "completed" as const;
  return startedAt === null ? ("not_started" as const) : ("in_progress" as const);
}

const toStepView = (row: OnboardingRow["steps"][number] | undefined) => {
  const completed = row?.state === "done";
  return { completed, completedAt: completed ? (row.endedAt?.toISOString() ?? null) : null };
};

/** Where a practitioner stands, in the names of the contract; once all is done the last step stays the current one. */
export function toStatusView(onboarding: OnboardingRow): StatusView {
  if (onboarding.practitionerId === null) throw new Error(`onboarding ${onboarding.id} is not a practitioner's`);
  // A newer version may have added steps of its own: what this one does not know it does not tell of.
  const steps = ownSteps(onboarding).filter(row => StepName.safeParse(row.step).success);
  const progress = listProgress(steps);
  const current = StepName.parse(progress.current ?? "experience_certifications");
  const isComplete = isOpen(onboarding);
  const viewOf = (id: StepName) => toStepView(steps.find(row => row.step === id));
  return {
    id: onboarding.id,
    practitionerId: onboarding.practitionerId,
    status: toStatusWord(onboarding),
    currentStep: current,
    currentStepNumber: steps.findIndex(row => row.step === current) + 1,
    totalSteps: progress.total,
    completedStepsCount: progress.done,
    completionPercentage: progress.percent,
    isCompleted: isComplete,
    isComplete,
    steps: {
      basic_info: viewOf("basic_info"),
      visual_profile: viewOf("visual_profile"),
      professional_details: viewOf("professional_details"),
      bio_about: viewOf("bio_about"),
      experience_certifications: viewOf("experience_certifications"),
    },
    skippedByAdmin: false,
    skippedReason: null,
  };
}

/** What saving a step answers. */
export function toSavedStepView(onboarding: OnboardingRow): SavedStepView {
  const status = toStatusView(onboarding);
  const { isComplete, currentStep } = status;
  return {
    stepCompleted: true,
    nextStep: isComplete ? null : currentStep,
    onboardingComplete: isComplete,
    redirectTo: isComplete ? "/dashboard" : `/onboarding/${toSlug(currentStep)}`,
    status,
  };
}
