import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import { useDuration } from "./metrics-steps";

type Totals = {
  completion: { total: number; completed: number; calledButNotOnboarded: number; completionRate: number | null };
  unfinishedPastGate: number;
  waits: readonly { kind: string; runs: number; medianSeconds: number | null }[];
};

/** How far all practitioners have come, whether somebody is where they should not be, and how long stores wait for their import. */
export function MetricsTotals({ completion, unfinishedPastGate, waits }: Totals) {
  const t = useTranslations("admin.metrics");
  const format = useFormatter();
  const say = useDuration();
  const { total, completed, calledButNotOnboarded, completionRate } = completion;
  const wait = waits.find(({ kind }) => kind === "store");
  return (
    <div className="grid gap-4">
      {unfinishedPastGate > 0 ? (
        <Notice tone="danger" title={t("pastGateTitle", { count: unfinishedPastGate })}>
          {t("pastGateHelp")}
        </Notice>
      ) : null}
      <dl className="grid grid-cols-2 gap-4 lg:grid-cols-3">
        <Total label={t("total")}>{format.number(total)}</Total>
        <Total label={t("completed")}>{format.number(completed)}</Total>
        <Total label={t("completionRate")}>
          {completionRate === null ? "–" : t("percent", { value: completionRate })}
        </Total>
        <Total label={t("called")}>{format.number(calledButNotOnboarded)}</Total>
        <Total label={t("pastGate")}>{format.number(unfinishedPastGate)}</Total>
        <Total label={t("wait")}>{say(wait?.medianSeconds ?? null)}</Total>
      </dl>
    </div>
  );
}

function Total({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid content-between gap-2 rounded-md border border-line bg-surface p-4">
      <dt className="text-sm text-ink-muted">{label}</dt>
      <dd className="text-2xl font-semibold tabular-nums">{children}</dd>
    </div>
  );
}
