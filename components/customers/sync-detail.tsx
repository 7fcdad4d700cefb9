import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { SyncItem } from "@/lib/customers/view/sync-report";
import { SyncReportView } from "./sync-report-view";
import { SyncOutcome } from "./sync-table";

/** One sync: how it ended, and its report. */
export function SyncDetail({ sync: { jobId, status, startedAt, endedAt, report, error } }: { sync: SyncItem }) {
  const t = useTranslations("customers.syncs");
  return (
    <Card
      title={t.rich("of", { when: () => <Time value={startedAt} precision="second" /> })}
      description={t("code", { id: jobId })}
      actions={<SyncOutcome status={status} />}
    >
      <div className="grid gap-2">
        {error ? <p className="text-sm">{error.message}</p> : null}
        {report ? (
          <SyncReportView report={report} />
        ) : (
          <p className="text-sm text-ink-muted">{t(endedAt ? "noReport" : "noReportYet")}</p>
        )}
      </div>
    </Card>
  );
}
