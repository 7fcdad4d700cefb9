"use client";

import { useTranslations } from "next-intl";

/** How the parts of a sync are called. */
export function usePartNames(): (id: string) => string {
  const t = useTranslations("agents.parts");
  return id => (t.has(id) ? t(id) : id);
}
