import Link from "next/link";
import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { SetChanges } from "@/lib/agents/queries/changes";
import { commonSince, compared, useChangeWords } from "./use-change-words";

/** In a line what the last sync has changed, with the way to the records; nothing before there was a second one. */
export function WhatChanged({ sets }: { sets: readonly SetChanges[] }) {
  const t = useTranslations("agents.changes");
  const words = useChangeWords()(sets);
  const since = commonSince(sets);
  if (compared(sets).length === 0) return null;
  if (!words)
    return (
      <p className="text-sm text-ink-muted">
        {since ? t.rich("noneSince", { when: () => <Time value={since} /> }) : t("noneSinceEach")}
      </p>
    );
  return (
    <p className="text-sm text-pretty">
      {words}{" "}
      <Link href="/agent/changes" className="link inline-block py-1">
        {t("see")}
      </Link>
    </p>
  );
}
