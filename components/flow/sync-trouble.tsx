"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";

type SyncTroubleProps = {
  /** Who does not answer, as the server names it. */
  upstream: string | null | undefined;
  /** The run has ended, so that it does not go on by itself. */
  isOver: boolean;
};

/** Says that somebody outside does not answer anybody, so that nobody looks for a fault of their own; nothing where all answer. */
export function SyncTrouble({ upstream, isOver }: SyncTroubleProps) {
  const t = useTranslations("flow.sync.trouble");
  if (!upstream) return null;
  const key = `names.${upstream}` as "names.rezen";
  return (
    <Notice live="polite" title={t("title", { name: t.has(key) ? t(key) : upstream })}>
      {t(isOver ? "over" : "goesOn")}
    </Notice>
  );
}
