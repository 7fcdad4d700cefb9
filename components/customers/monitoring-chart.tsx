"use client";

import { ChartColumn } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Chart } from "@/components/ui/chart/chart";
import type { Series } from "@/components/ui/chart/series";
import { EmptyState } from "@/components/ui/empty-state";
import { useViewerZone } from "@/components/ui/viewer-zone";
import type { SyncItem } from "@/lib/customers/view/sync-report";
import { SyncTable } from "./sync-table";

const secondsOf = ({ startedAt, endedAt, report }: SyncItem): number =>
  Math.round((report ? report.durationMs : endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : 0) / 100) / 10;

/** The newest syncs over time: how long each took, and which did not come through. */
export function MonitoringChart({ syncs }: { syncs: readonly SyncItem[] }) {
  const t = useTranslations("customers.monitoring");
  const format = useFormatter();
  const timeZone = useViewerZone();
  const ended = syncs.filter(({ status }) => status === "complete" || status === "failed").toReversed();
  if (ended.length === 0)
    return (
      <Card>
        <EmptyState icon={ChartColumn} title={t("noSyncs")}>
          {t("noSyncsHelp")}
        </EmptyState>
      </Card>
    );
  const series: Series[] = [
    { id: "complete", label: t("cameThrough"), mark: "bar", look: "solid" },
    { id: "failed", label: t("failed"), mark: "bar", look: "hatched" },
  ];
  const points = ended.map(sync => ({
    label: format.dateTime(new Date(sync.startedAt), {
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone,
    }),
    values: { complete: 0, failed: 0, [sync.status]: secondsOf(sync) },
  }));
  const failed = ended.filter(({ status }) => status === "failed").length;
  return (
    <Card>
      <Chart
        title={t("chart")}
        summary={t("chartSummary", { count: ended.length, failed })}
        series={series}
        points={points}
        unit={{ kind: "count" }}
      >
        <SyncTable syncs={ended.toReversed()} here="syncs" chosen={null} />
      </Chart>
    </Card>
  );
}
