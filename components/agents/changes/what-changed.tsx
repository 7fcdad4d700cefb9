import Link from "next/link";
import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { SetChanges } from "@/lib/agents/queries/changes";
import { compared, useChangeWords } from "./use-change-words";

/** In a line what the last sync has changed, with the way to the records; nothing before there was a second one. */
export function WhatChanged({ sets }: { sets: readonly SetChanges[] }) {
  const t = useTranslations("agents.changes");
  const words = useChangeWords()(sets);
  const since = lastSince(sets);
  if (!since) return null;
  if (!words)
    return <p className="text-sm text-ink-muted">{t.rich("noneSince", { when: () => <Time value={since} /> })}</p>;
  return (
    <p className="text-sm text-pretty">
      {words}{" "}
      <Link href="/agent/changes" className="link inline-block py-1">
        {t("see")}
      </Link>
    </p>
  );
}

/** With when the readings are compared: the latest moment of those before them; null while there is none. */
export const lastSince = (sets: readonly SetChanges[]): string | null =>
  compared(sets).reduce<string | null>(
    (last, { since }) => (last === null || (since ?? "") > last ? since : last),
    null,
  );
