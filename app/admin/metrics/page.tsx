import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { FeedbackFigures } from "@/components/admin/feedback-figures";
import { MetricsActivations } from "@/components/admin/metrics-activations";
import { MetricsFunnel } from "@/components/admin/metrics-funnel";
import { MetricsPeriod } from "@/components/admin/metrics-period";
import { MetricsReminders } from "@/components/admin/metrics-reminders";
import { MetricsSources } from "@/components/admin/metrics-sources";
import { MetricsSteps } from "@/components/admin/metrics-steps";
import { MetricsTotals } from "@/components/admin/metrics-totals";
import { ReportList } from "@/components/admin/report-list";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { getMetrics } from "@/lib/kinds";
import { requireStaff } from "@/lib/platform/auth/current";
import { getFeedback } from "@/lib/platform/feedback/queries";
import { MetricsSearch, periods } from "@/lib/platform/flow/schema";
import { listReports } from "@/lib/platform/reports/queries";
import { getFunnel } from "@/lib/practitioners/queries/funnel";

const address = "/admin/metrics";
const kinds = ["practitioner", "store"] as const;

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.metrics"))("title") };
}

/** How people come through, where they stop, and why. */
export default async function MetricsPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const viewer = await requireStaff(address);
  const { period } = MetricsSearch.catch({ period: "30d" }).parse({ period: (await searchParams).period });
  const [metrics, stages, reports, { kinds: feedback }] = await Promise.all([
    ...([getMetrics(period), getFunnel(), listReports({ limit: 12 }), getFeedback(viewer, period)] as const),
  ]);
  const [t, ofReports] = [await getTranslations("admin.metrics"), await getTranslations("reports")];
  const words = await getTranslations("admin.feedback");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="grid gap-6">
        <MetricsTotals {...metrics} />
        <Card flush title={t("funnel")} description={t("allTime")}>
          <MetricsFunnel stages={stages} />
        </Card>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <MetricsPeriod periods={periods} current={period} address={address} />
          <a className="link" href={`/api/v1/admin/metrics/export?period=${period}`} download>
            {t("download")}
          </a>
        </div>
        {kinds.map(kind => (
          <Card key={kind} flush title={t(`wizards.${kind}`)} description={t(`periods.${period}`)}>
            <MetricsSteps caption={t(`wizards.${kind}`)} steps={metrics.steps.filter(step => step.kind === kind)} />
          </Card>
        ))}
        <Card flush title={t("activations.title")} description={t(`periods.${period}`)}>
          <MetricsActivations doors={metrics.activations} />
        </Card>
        <Card flush title={t("prefill.title")} description={t(`periods.${period}`)}>
          <MetricsSources sources={metrics.prefill} />
        </Card>
        <Card flush title={t("reminders.title")} description={t(`periods.${period}`)}>
          <MetricsReminders reminders={metrics.reminders} />
        </Card>
        <Card flush title={ofReports("title")} description={ofReports("lead")}>
          <ReportList reports={reports.items} />
        </Card>
        <Card
          flush
          title={words("figures")}
          description={t(`periods.${period}`)}
          actions={
            <Link className="link" href="/admin/feedback">
              {words("more")}
            </Link>
          }
        >
          <FeedbackFigures kinds={feedback} />
        </Card>
      </div>
    </>
  );
}
