"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Lane } from "./onboarding-timeline-bars";
import { useTook } from "./use-took";

/** The tries of a run as a table, for those who cannot see bars, and for figures. */
export function TimelineTable({ lanes }: { lanes: readonly Lane[] }) {
  const t = useTranslations("onboarding.one");
  const took = useTook();
  const rows = lanes.flatMap(({ name, bars }) => bars.map(bar => ({ name, ...bar })));
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none items-center gap-1 text-sm sm:min-h-8 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open:rotate-90" />
        {t("asTable")}
      </summary>
      <Table caption={t("timelineTitle")}>
        <TableHead>
          <HeaderCell>{t("step")}</HeaderCell>
          <HeaderCell numeric>{t("tryNumber")}</HeaderCell>
          <HeaderCell>{t("began")}</HeaderCell>
          <HeaderCell numeric>{t("duration")}</HeaderCell>
          <HeaderCell>{t("result")}</HeaderCell>
        </TableHead>
        <TableBody>
          {rows.map(({ name, attempt, began, ended, kind, told }) => (
            <TableRow key={`${name}${began}${kind}`}>
              <Cell lead label={t("step")}>
                {name}
              </Cell>
              <Cell numeric label={t("tryNumber")}>
                {attempt}
              </Cell>
              <Cell label={t("began")}>
                <Time value={began} precision="second" />
              </Cell>
              <Cell numeric label={t("duration")}>
                {took((Date.parse(ended) - Date.parse(began)) / 1000)}
              </Cell>
              <Cell label={t("result")} className="wrap-anywhere">
                {told ?? t(`legend.${kind}`)}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </details>
  );
}
