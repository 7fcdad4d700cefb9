"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { MonitoringOutputs } from "@/lib/customers/view/monitoring";
import { FactList } from "./fact-list";
import { Arrivals } from "./monitoring-alerts";
import { useSpans } from "./use-spans";
import { WarningList } from "./warning-list";

/** Are these the outputs of the step of monitoring? */
export const isMonitoringOutputs = (told: Record<string, unknown>): told is MonitoringOutputs =>
  ["checks", "metrics", "thresholds", "rules", "dashboard", "testAlert", "warnings"].every(name => name in told);

/** What the step of monitoring set up: what is watched, by which figures and thresholds, where it is seen, and whether the test alert arrived. */
export function MonitoringFound({ checks, metrics, thresholds, dashboard, testAlert, warnings }: MonitoringOutputs) {
  const t = useTranslations("customers.monitoring");
  const { short, long } = useSpans();
  const { durationMs, workflows, calls, jobId } = metrics;
  const { alertAfterFailures: failures, alertAfterMinutes, pauseAfterFailures: pause } = thresholds;
  const count = (state: string) => checks.filter(check => check.state === state).length;
  return (
    <>
      <FactList
        facts={[
          {
            ...{ name: "checks", label: t("checks") },
            value: t("checkCounts", { ok: count("ok"), warning: count("warning"), problem: count("problem") }),
          },
          {
            ...{ name: "metrics", label: t("metrics") },
            value: t("figures", { span: short(durationMs), workflows, calls, jobId }),
          },
          {
            ...{ name: "thresholds", label: t("thresholds") },
            value: t("thresholdsShort", { failures, span: long(alertAfterMinutes), pause }),
          },
          {
            ...{ name: "dashboard", label: t("dashboard") },
            value: (
              <Link className="link" href={dashboard}>
                {t("toDashboard")}
              </Link>
            ),
          },
          { name: "test", label: t("test"), value: <Arrivals messages={testAlert.messages} /> },
        ]}
      />
      <WarningList warnings={warnings} />
    </>
  );
}
