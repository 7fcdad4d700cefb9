import { getTranslations } from "next-intl/server";
import type { WizardStep } from "@/components/flow/progress-list";
import { stepSlugs } from "@/lib/practitioners/schema";
import type { StatusView } from "@/lib/practitioners/view/onboarding";

/** The list of steps above a wizard's page; those that wait to be looked over count as done. */
export async function listWizardSteps({ steps }: StatusView, isAllAnswered = false): Promise<WizardStep[]> {
  const t = await getTranslations("practitioners");
  return stepSlugs.map(id => {
    const { completed } = steps[id.replaceAll("-", "_") as keyof typeof steps];
    const state = completed || isAllAnswered ? "done" : "pending";
    return { id, title: t(`steps.${id}.short`), href: `/onboarding/${id}`, state };
  });
}
