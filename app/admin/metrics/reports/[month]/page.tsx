import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { HealthTargets } from "@/components/admin/health-targets";
import { ReportAlerts, ReportFailures, ReportOnboardings, ReportOutages } from "@/components/admin/report-figures";
import { BackLink } from "@/components/flow/wizard-frame";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { requireStaff } from "@/lib/platform/auth/current";
import { findReport } from "@/lib/platform/reports/queries";
import { ReportParams } from "@/lib/platform/reports/schema";

type Props = { params: Promise<{ month: string }> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reports"))("title") };
}

/** What one month came to. */
export default async function ReportPage({ params }: Props) {
  const given = await params;
  await requireStaff(`/admin/metrics/reports/${encodeURIComponent(given.month)}`);
  const { data } = ReportParams.safeParse(given);
  const report = data ? await findReport(data.month) : null;
  if (!report) notFound();
  const t = await getTranslations("reports");
  const { month, madeAt, onboardings, failures, alerts, outages, targets } = report;
  return (
    <>
      <div className="mb-4">
        <BackLink href="/admin/metrics" label={t("back")} />
      </div>
      <PageHeader
        title={t("one", { date: new Date(`${month}-15T12:00:00Z`) })}
        description={t.rich("made", { at: () => <Time value={madeAt} /> })}
      />
      <div className="grid gap-6">
        <Card flush title={t("onboardings")} description={t("onboardingsLead")}>
          <ReportOnboardings onboardings={onboardings} />
        </Card>
        <Card flush title={t("failures")} description={t("failuresLead")}>
          <ReportFailures failures={failures} />
        </Card>
        <Card flush title={t("alerts")}>
          <ReportAlerts alerts={alerts} />
        </Card>
        <Card flush title={t("outages")} description={t("outagesLead")}>
          <ReportOutages outages={outages} />
        </Card>
        <Card flush title={t("targets")} description={t("targetsLead")}>
          <HealthTargets title={t("targets")} targets={targets} />
        </Card>
      </div>
    </>
  );
}
