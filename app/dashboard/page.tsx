import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Feedback } from "@/app/feedback";
import { OfferingList } from "@/components/practitioners/offering-list";
import { ProfileChecklist } from "@/components/practitioners/profile-checklist";
import { ProfilePreview } from "@/components/practitioners/profile-preview";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/platform/auth/current";
import { listOfferings } from "@/lib/practitioners/queries/offerings";
import { getAnswers } from "@/lib/practitioners/queries/onboarding";
import { findProfileTasks } from "@/lib/practitioners/queries/readiness";
import { requireOpenPractitioner } from "@/lib/practitioners/queries/require-practitioner";
import { addOffering, changeOffering, showOffering } from "./actions";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("practitioners.dashboard"))("title") };
}

/** The profile as others will see it, what is worth doing next, and what the practitioner offers. */
export default async function DashboardPage() {
  const { id } = await requireOpenPractitioner();
  const { id: userId } = await requireUser("/dashboard");
  const [answers, offerings, tasks] = await Promise.all([getAnswers(id), listOfferings(id), findProfileTasks(id)]);
  const t = await getTranslations("practitioners.dashboard");
  const active = offerings.filter(({ isActive }) => isActive);
  return (
    <>
      <PageHeader
        title={t("welcome", { name: answers.basicInfo.firstName ?? "" })}
        description={t("lead")}
        actions={
          <LinkButton href="/dashboard/settings" variant="secondary">
            {t("edit")}
          </LinkButton>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid gap-6">
          <ProfileChecklist {...tasks} />
          <OfferingList offerings={offerings} add={addOffering} change={changeOffering} show={showOffering} />
          <Feedback kind="practitioner" subject={id} userId={userId} />
        </div>
        <ProfilePreview answers={answers} offerings={active} />
      </div>
    </>
  );
}
