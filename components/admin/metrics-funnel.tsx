import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";

/** A stage of the funnel as it is shown. */
export type Stage = { stage: string; count: number; conversion: number | null };

/** The funnel: each stage with its bar, as long as its share of the longest, and with its numbers. */
export function MetricsFunnel({ stages }: { stages: readonly Stage[] }) {
  const t = useTranslations("admin.metrics");
  const format = useFormatter();
  const most = Math.max(1, ...stages.map(({ count }) => count));
  return (
    <Table caption={t("funnel")}>
      <TableHead>
        <HeaderCell className="w-full">{t("stage")}</HeaderCell>
        <HeaderCell numeric>{t("count")}</HeaderCell>
        <HeaderCell numeric>{t("conversion")}</HeaderCell>
      </TableHead>
      <TableBody>
        {stages.map(({ stage, count, conversion }) => (
          <TableRow key={stage}>
            <Cell lead label={t("stage")}>
              <span className="grid gap-2">
                {t.has(`stages.${stage}`) ? t(`stages.${stage}`) : stage}
                <Bar share={count / most} />
              </span>
            </Cell>
            <Cell numeric label={t("count")}>
              {format.number(count)}
            </Cell>
            <Cell numeric label={t("conversion")}>
              {conversion === null ? "–" : t("percent", { value: conversion })}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The numbers beside it say the same. */
function Bar({ share }: { share: number }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 100 1"
      preserveAspectRatio="none"
      className="block h-2 w-full rounded-full text-accent"
    >
      <rect width={100} height={1} className="fill-sunken" />
      <rect width={share * 100} height={1} fill="currentColor" />
    </svg>
  );
}
