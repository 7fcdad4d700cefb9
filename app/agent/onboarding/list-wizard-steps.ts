import { getTranslations } from "next-intl/server";

/** Where the set-up of an agent is. */
export const wizard = "/agent/onboarding";

/** The two steps of an agent's set-up for the list above each of them. */
export async function listWizardSteps({ hasKey, isComplete }: { hasKey: boolean; isComplete: boolean }) {
  const t = await getTranslations("agents.steps");
  const steps = [
    { id: "connect", isDone: hasKey },
    { id: "sync", isDone: isComplete },
  ] as const;
  return steps.map(({ id, isDone }) => ({
    id,
    title: t(`${id}.short`),
    href: `${wizard}/${id}`,
    state: isDone ? ("done" as const) : ("pending" as const),
  }));
}
