import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FeedbackFigures } from "@/components/admin/feedback-figures";
import { FeedbackForm } from "@/components/admin/feedback-form";
import { FeedbackTexts } from "@/components/admin/feedback-texts";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { getFeedback } from "@/lib/platform/feedback/queries";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.feedback"))("title") };
}

/** What people think of their onboarding, in their words, and what admins say of the desk itself. */
export default async function FeedbackPage() {
  const viewer = await requireStaff("/admin/feedback");
  const { kinds, newest, desk } = await getFeedback(viewer, "all");
  const t = await getTranslations("admin.feedback");
  return (
    <>
      <PageHeader title={t("title")} description={t(isAdmin(viewer) ? "lead" : "leadMasked")} />
      <div className="grid gap-6">
        <Card flush title={t("figures")} description={t("allTime")}>
          <FeedbackFigures kinds={kinds} />
        </Card>
        <Card flush title={t("newest")}>
          <FeedbackTexts texts={newest} none={t("noTexts")} />
        </Card>
        {isAdmin(viewer) ? (
          <Card title={t("desk.title")} description={t("desk.lead")}>
            <FeedbackForm />
          </Card>
        ) : null}
        <Card flush title={t("desk.said")}>
          <FeedbackTexts texts={desk} none={t("desk.none")} />
        </Card>
      </div>
    </>
  );
}
