import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Words } from "./onboarding-one-sentence";

/** How the desk calls steps, and what they wait for. */
export function useOnboardingWords(): Words {
  const t = useTranslations("onboarding");
  return useMemo(() => {
    const stepOf = (id: string) => (t.has(`steps.${id}` as "steps.orders") ? t(`steps.${id}` as "steps.orders") : id);
    const waitOf = (what: string) =>
      t((t.has(`waits.${what}` as "waits.other") ? `waits.${what}` : "waits.other") as "waits.other");
    return { stepOf, waitOf };
  }, [t]);
}
