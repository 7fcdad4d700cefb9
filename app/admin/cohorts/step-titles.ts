import { getTranslations } from "next-intl/server";
import { stepsOf } from "@/lib/onboardings";
import type { CohortView } from "@/lib/platform/cohorts/view";

type Kind = Parameters<typeof stepsOf>[0];

/** The steps of a kind in their order, as its reader calls them. */
export async function titledSteps(kind: Kind): Promise<{ id: string; title: string }[]> {
  const t = await getTranslations("onboarding.steps");
  return stepsOf(kind).map(({ id, title }) => ({ id, title: t.has(id as "orders") ? t(id as "orders") : title }));
}

/** What people read for the step at which each cohort stands, by its print. */
export async function titleSteps(cohorts: readonly CohortView[]): Promise<Record<string, string>> {
  const titled = cohorts.map(async ({ print, kind, step }) => {
    const known = (await titledSteps(kind)).find(({ id }) => id === step);
    return [print, known?.title ?? step ?? ""] as const;
  });
  return Object.fromEntries(await Promise.all(titled));
}
