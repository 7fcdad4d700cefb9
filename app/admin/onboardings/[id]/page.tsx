import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { OnboardingWhole } from "@/components/admin/onboarding-one";
import { BackLink } from "@/components/flow/wizard-frame";
import { QueryProvider } from "@/components/ui/query-provider";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { OnboardingParams } from "@/lib/platform/flow/schema";
import { findOnboardingOne } from "@/lib/platform/onboarding/queries/one";
import { findReadiness } from "@/lib/readiness";

type Props = { params: Promise<{ id: string }> };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("onboarding.one"))("title", { id: (await params).id }) };
}

/** One onboarding of whichever kind: where it stands and why, its tries, runs, calls and messages, and what can be done. */
export default async function OnboardingPage({ params }: Props) {
  const given = await params;
  const reader = await requireStaff(`/admin/onboardings/${encodeURIComponent(given.id)}`);
  const asked = OnboardingParams.safeParse(given);
  const one = asked.success ? await findOnboardingOne(reader, asked.data.id) : null;
  if (!one) notFound();
  const readiness = await findReadiness(reader, { kind: one.row.kind, id: one.row.subjectId });
  const t = await getTranslations("onboarding.one");
  return (
    <>
      <div className="mb-4">
        <BackLink href="/admin/onboardings" label={t("back")} />
      </div>
      <QueryProvider>
        <OnboardingWhole id={one.row.id} initial={one} readiness={readiness} canAct={isAdmin(reader)} />
      </QueryProvider>
    </>
  );
}
