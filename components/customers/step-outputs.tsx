"use client";

import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { Configuration, NotificationPreferences } from "@/lib/customers/schema/customer";
import type { SyncReport } from "@/lib/customers/view/sync-report";
import { AccessFound, isAccessOutputs } from "./access-outputs";
import { ClientFindings, type Findings } from "./client-findings";
import { type Fact, FactList } from "./fact-list";
import { isMonitoringOutputs, MonitoringFound } from "./monitoring-outputs";
import { SyncReportView } from "./sync-report-view";
import { useConfigurationWords } from "./use-configuration-words";
import { WarningList } from "./warning-list";

type Outputs = Record<string, unknown>;
type RecordOutputs = {
  credentials: { lastFour: string; baseUrl: string; savedAt: string };
  configuration: Configuration;
  notificationPreferences: NotificationPreferences;
};

const isRecordOutputs = (told: Outputs): told is RecordOutputs =>
  ["credentials", "configuration", "notificationPreferences"].every(name => name in told);
const isFindings = (told: Outputs): told is Findings & { warnings?: string[] } =>
  ["auth", "permissions", "rateLimit"].every(name => name in told);
const isReport = (told: Outputs): told is SyncReport & Outputs =>
  ["workflows", "exports", "durationMs"].every(name => name in told);

/** What came of a step, for people; nothing of one whose outputs are not those that are known here. */
export function StepOutputs({ id, outputs }: { id: string; outputs: Outputs }) {
  if (id === "customer_record") return isRecordOutputs(outputs) ? <RecordFound {...outputs} /> : null;
  if (id === "workflow_sync") return isReport(outputs) ? <SyncReportView report={outputs} /> : null;
  if (id === "user_access") return isAccessOutputs(outputs) ? <AccessFound {...outputs} /> : null;
  if (id === "monitoring") return isMonitoringOutputs(outputs) ? <MonitoringFound {...outputs} /> : null;
  if (!isFindings(outputs)) return null;
  return (
    <>
      <ClientFindings {...outputs} />
      <WarningList warnings={outputs.warnings ?? []} />
    </>
  );
}

function RecordFound({ credentials, configuration, notificationPreferences }: RecordOutputs) {
  const t = useTranslations("customers.record");
  const words = useConfigurationWords();
  const facts: Fact[] = [
    {
      ...{ name: "credentials", label: t("credentials") },
      value: (
        <>
          {credentials.lastFour.startsWith("•")
            ? t("encrypted")
            : t("encryptedEnding", { lastFour: credentials.lastFour })}
          {", "}
          <Time value={credentials.savedAt} />
        </>
      ),
    },
    { name: "centre", label: t("centre"), value: credentials.baseUrl },
    { name: "every", label: t("synced"), value: words.every(configuration) },
    { name: "contents", label: t("contents"), value: words.contents(configuration) },
    { name: "alerts", label: t("alerts"), value: words.alerts(configuration) },
    { name: "news", label: t("news"), value: words.news(notificationPreferences) },
  ];
  return <FactList facts={facts} />;
}
