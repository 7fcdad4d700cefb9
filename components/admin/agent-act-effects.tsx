"use client";

import { useTranslations } from "next-intl";
import { EffectList } from "@/components/ui/effect-list";

const effects = ["reads", "bell", "slack", "mail", "key"] as const;

/** What others notice of a sync that an admin starts. */
export function AgentActEffects() {
  const t = useTranslations("admin.agents.outside");
  return (
    <div>
      <p className="mb-1.5 font-medium">{t("title")}</p>
      <EffectList names={effects} say={name => t(name)} />
    </div>
  );
}
