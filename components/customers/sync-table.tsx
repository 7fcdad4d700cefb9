"use client";

import { Ban, CircleX, Hourglass, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { SyncItem } from "@/lib/customers/view/sync-report";
import { useSpans } from "./use-spans";

const looks: Record<SyncItem["status"], { tone: Tone; icon?: LucideIcon }> = {
  pending: { tone: "neutral", icon: Hourglass },
  running: { tone: "active" },
  waiting: { tone: "warning", icon: Hourglass },
  complete: { tone: "success" },
  failed: { tone: "danger", icon: CircleX },
  cancelled: { tone: "neutral", icon: Ban },
};
const figures = ["created", "updated", "deleted"] as const;

type SyncTableProps = {
  syncs: readonly SyncItem[];
  /** Where all of one sync is told. */
  here: string;
  chosen: number | null;
};

/** Syncs, newest first: when, how they ended, by what they began, how long they took, and what they changed. */
export function SyncTable({ syncs, here, chosen }: SyncTableProps) {
  const t = useTranslations("customers.syncs");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("when")}</HeaderCell>
        <HeaderCell>{t("outcome")}</HeaderCell>
        <HeaderCell>{t("by")}</HeaderCell>
        <HeaderCell numeric>{t("took")}</HeaderCell>
        {figures.map(name => (
          <HeaderCell key={name} numeric>
            {t(`figures.${name}`)}
          </HeaderCell>
        ))}
      </TableHead>
      <TableBody>
        {syncs.map(sync => (
          <SyncRow key={sync.jobId} sync={sync} here={here} isChosen={sync.jobId === chosen} />
        ))}
      </TableBody>
    </Table>
  );
}

function SyncRow({ sync, here, isChosen }: { sync: SyncItem; here: string; isChosen: boolean }) {
  const t = useTranslations("customers.syncs");
  const format = useFormatter();
  const { short } = useSpans();
  const { jobId, trigger, status, startedAt, report, error } = sync;
  return (
    <TableRow className={isChosen ? "bg-accent-soft" : undefined}>
      <Cell lead label={t("when")} className="whitespace-nowrap">
        <Link href={`${here}?job=${jobId}#sync`} aria-current={isChosen ? "true" : undefined} className="link">
          <Time value={startedAt} />
        </Link>
      </Cell>
      <Cell label={t("outcome")}>
        <span className="grid max-w-72 gap-0.5 max-sm:justify-items-end">
          <SyncOutcome status={status} />
          {error ? <span className="text-sm text-pretty text-ink-muted">{error.message}</span> : null}
        </span>
      </Cell>
      <Cell label={t("by")}>{t(`triggers.${trigger}`)}</Cell>
      <Cell numeric label={t("took")} className="whitespace-nowrap">
        {report ? short(report.durationMs) : "–"}
      </Cell>
      {figures.map(name => (
        <Cell key={name} numeric label={t(`figures.${name}`)}>
          {report ? format.number(report.workflows[name]) : "–"}
        </Cell>
      ))}
    </TableRow>
  );
}

/** How a sync ended, or that it goes on. */
export function SyncOutcome({ status }: Pick<SyncItem, "status">) {
  const t = useTranslations("customers.syncs.outcomes");
  return (
    <Status {...looks[status]} className="[&_svg]:animate-none">
      {t(status)}
    </Status>
  );
}
