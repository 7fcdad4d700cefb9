"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { SyncReport } from "@/lib/customers/view/sync-report";
import { FactList } from "./fact-list";
import { useSpans } from "./use-spans";
import { WarningList } from "./warning-list";

const counts = ["created", "updated", "unchanged", "deleted", "unreadable"] as const;
const always: readonly string[] = ["created", "updated"];
const exportCounts = ["read", "unchanged", "failed"] as const;

/** What a sync came to: how much of what, how long it took, what is worth knowing, and with which workflows something was wrong. */
export function SyncReportView({ report }: { report: SyncReport }) {
  const t = useTranslations("customers.report");
  const format = useFormatter();
  const { short } = useSpans();
  const { workflows, exports, tasks, linkages, calls, durationMs, keptBack, errors, warnings } = report;
  const changed = counts
    .filter(name => workflows[name] > 0 || always.includes(name))
    .map(name => t(`counts.${name}`, { count: workflows[name] }));
  const contents = exportCounts
    .filter(name => exports[name] > 0)
    .map(name => t(`exportCounts.${name}`, { count: exports[name] }));
  return (
    <>
      <FactList
        facts={[
          {
            ...{ name: "workflows", label: t("workflows") },
            value: `${t("total", { count: workflows.total })}: ${format.list(changed, { type: "unit" })}`,
          },
          { name: "exports", label: t("exports"), value: format.list(contents, { type: "unit" }) },
          { name: "inside", label: t("inside"), value: tasks > 0 ? t("tasks", { tasks, linkages }) : null },
          { name: "took", label: t("took"), value: t("duration", { span: short(durationMs), calls }) },
          {
            ...{ name: "keptBack", label: t("keptBack") },
            value: keptBack > 0 ? t("keptBackText", { count: keptBack }) : null,
          },
        ]}
      />
      <WarningList warnings={warnings} />
      <Errors errors={errors} />
    </>
  );
}

function Errors({ errors }: Pick<SyncReport, "errors">) {
  const t = useTranslations("customers.report");
  if (errors.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="link w-fit cursor-pointer py-1.5">{t("errors", { count: errors.length })}</summary>
      <ul className="grid gap-1.5 pt-1">
        {errors.map(({ zuoraId, name, code, message }) => (
          <li key={`${zuoraId} ${code} ${message}`} className="wrap-anywhere">
            {name || zuoraId ? (
              <span className="font-medium">
                {name && zuoraId ? t("errorOf", { name, id: zuoraId }) : (name ?? zuoraId)}:{" "}
              </span>
            ) : null}
            <span className="text-ink-muted">{message}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
