"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useViewerZone } from "@/components/ui/viewer-zone";

/** Where a prefilled field comes from. */
export type Origin = { source: "call" | "calling_list"; at: string; isGuess: boolean };

/** Under a prefilled field: where its value comes from and of which day, and that somebody should look at it. */
export function PrefillNote({ origin }: { origin: Origin }) {
  const t = useTranslations("practitioners.prefill");
  const format = useFormatter();
  const date = format.dateTime(new Date(origin.at), { dateStyle: "long", timeZone: useViewerZone() });
  return (
    <>
      {t(origin.source, { date })}
      {origin.isGuess ? ` ${t("guess")}` : null}
    </>
  );
}
