import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { WizardFrame } from "@/components/flow/wizard-frame";
import { AnswerCheck } from "@/components/practitioners/answer-check";
import { FinishSetup } from "@/components/practitioners/finish-setup";
import { findExperienceDraft } from "@/lib/practitioners/queries/experience-draft";
import { getAnswers } from "@/lib/practitioners/queries/onboarding";
import { requirePractitioner } from "@/lib/practitioners/queries/require-practitioner";
import { Differences } from "../differences";
import { listWizardSteps } from "../list-wizard-steps";
import { finish } from "./actions";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("practitioners.check"))("title") };
}

/** Every answer to look over, with a way to change it, and the button that ends the set-up. */
export default async function CheckPage() {
  const { id, status } = await requirePractitioner();
  const isLast = !status.isComplete && status.currentStep === "experience_certifications";
  const kept = isLast ? await findExperienceDraft(id) : null;
  if (!kept) redirect("/onboarding");
  const answers = { ...(await getAnswers(id)), experience: kept.answers };
  const t = await getTranslations("practitioners");
  return (
    <WizardFrame
      steps={await listWizardSteps(status, true)}
      currentId="check"
      title={t("check.title")}
      why={t("check.why")}
      backHref="/onboarding/experience-certifications"
      saveLater={
        <Link className="link justify-self-start" href="/">
          {t("saveLater")}
        </Link>
      }
      help={t("help")}
    >
      <Differences practitionerId={id} />
      <AnswerCheck answers={answers} base="/onboarding" />
      <FinishSetup finish={finish} seenAt={kept.savedAt} />
    </WizardFrame>
  );
}
