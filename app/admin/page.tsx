import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Texts } from "@/app/texts";
import { CohortCards } from "@/components/admin/cohort-cards";
import { OverviewKinds } from "@/components/admin/overview-kinds";
import { OverviewTroubles } from "@/components/admin/overview-troubles";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { listCohorts } from "@/lib/platform/cohorts/queries";
import { getOverview } from "@/lib/platform/overview/queries";
import { countedStatuses, mostCounted } from "@/lib/platform/overview/view";
import { titleSteps } from "./cohorts/step-titles";

const shownCohorts = 3;

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("title") };
}

/** What needs a hand now, and how many onboardings of each kind are where. */
export default async function AdminPage() {
  const viewer = await requireStaff();
  const [overview, { items: cohorts }] = await Promise.all([getOverview(), listCohorts(shownCohorts)]);
  const t = await getTranslations("admin.overview");
  return (
    <Texts areas={["bulk", "admin.stores.skip"]}>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="grid grid-cols-1 gap-6">
        <OverviewTroubles overview={overview} most={mostCounted} />
        {cohorts.length > 0 ? (
          <section aria-labelledby="cohorts" className="grid gap-3">
            <header className="flex flex-wrap items-baseline justify-between gap-x-4">
              <h2 id="cohorts" className="text-lg font-semibold">
                {t("cohorts")}
              </h2>
              <Link className="link" href="/admin/cohorts">
                {t("allCohorts")}
              </Link>
            </header>
            <CohortCards
              cohorts={cohorts}
              titles={await titleSteps(cohorts)}
              canAct={isAdmin(viewer)}
              headingLevel={3}
            />
          </section>
        ) : null}
        <Card flush title={t("kindsTitle")} description={t("kindsLead")}>
          <OverviewKinds kinds={overview.kinds} statuses={countedStatuses} most={mostCounted} />
        </Card>
      </div>
    </Texts>
  );
}
