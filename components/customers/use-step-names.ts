"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** How the steps of a customer's onboarding are called. */
export function useStepNames(): (step: { id: string; title?: string }) => string {
  const t = useTranslations("customers.steps");
  return useCallback(({ id, title = id }) => (t.has(id as never) ? t(id as never) : title), [t]);
}
