import { stepsOf } from "@/lib/onboardings";
import type { CohortView } from "@/lib/platform/cohorts/view";

/** What people read for the step at which each cohort stands, by its print. */
export const titleSteps = (cohorts: readonly CohortView[]): Record<string, string> =>
  Object.fromEntries(
    cohorts.map(({ print, kind, step }) => [print, stepsOf(kind).find(({ id }) => id === step)?.title ?? step ?? ""]),
  );
