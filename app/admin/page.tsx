import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OverviewKinds } from "@/components/admin/overview-kinds";
import { OverviewTroubles } from "@/components/admin/overview-troubles";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { getOverview } from "@/lib/platform/overview/queries";
import { countedStatuses, mostCounted } from "@/lib/platform/overview/view";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("title") };
}

/** What needs a hand now, and how many onboardings of each kind are where. */
export default async function AdminPage() {
  await requireStaff();
  const overview = await getOverview();
  const t = await getTranslations("admin.overview");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="grid grid-cols-1 gap-6">
        <OverviewTroubles overview={overview} most={mostCounted} />
        <Card flush title={t("kindsTitle")} description={t("kindsLead")}>
          <OverviewKinds kinds={overview.kinds} statuses={countedStatuses} most={mostCounted} />
        </Card>
      </div>
    </>
  );
}
