import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CohortCards } from "@/components/admin/cohort-cards";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { listCohorts } from "@/lib/platform/cohorts/queries";
import { titleSteps } from "./step-titles";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bulk.cohorts"))("title") };
}

/** Failures that onboardings have in common, each with one button that tries all of them again. */
export default async function CohortsPage() {
  const viewer = await requireStaff("/admin/cohorts");
  const { items, more } = await listCohorts(50);
  const t = await getTranslations("bulk.cohorts");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      {items.length === 0 ? (
        <Card flush>
          <EmptyState
            icon={CircleCheck}
            title={t("none")}
            action={
              <LinkButton href="/admin/onboardings" variant="secondary">
                {t("all")}
              </LinkButton>
            }
          >
            {t("noneHelp")}
          </EmptyState>
        </Card>
      ) : (
        <CohortCards cohorts={items} titles={await titleSteps(items)} canAct={isAdmin(viewer)} />
      )}
      {more > 0 ? <p className="mt-6 text-ink-muted">{t("more", { count: more })}</p> : null}
    </>
  );
}
