import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RefusalNotes } from "@/components/flow/refusal-notes";
import { WizardFrame } from "@/components/flow/wizard-frame";
import { requirePractitioner } from "@/lib/practitioners/queries/require-practitioner";
import { type StepSlug, stepSlugs } from "@/lib/practitioners/schema";
import { noteRefusal } from "../actions";
import { Differences } from "../differences";
import { listWizardSteps } from "../list-wizard-steps";
import { StepBody } from "./step-body";

type Props = { params: Promise<{ step: string }>; searchParams: Promise<{ from?: string | string[] }> };

const toSlug = (step: string): StepSlug => stepSlugs.find(slug => slug === step) ?? notFound();

/** "Bio and about – Step 4 of 5 – Gangway". */
export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const slug = toSlug((await params).step);
  const t = await getTranslations();
  const place = t("flow.stepOf", { number: stepSlugs.indexOf(slug) + 1, total: stepSlugs.length });
  return { title: `${t(`practitioners.steps.${slug}.title`)} – ${place}` };
}

/** One step of the wizard; the server decides which: a later one leads back to the first unfinished. */
export default async function StepPage({ params, searchParams }: Props) {
  const slug = toSlug((await params).step);
  const { id, status } = await requirePractitioner();
  if (status.isComplete) redirect("/dashboard");
  const at = stepSlugs.indexOf(slug);
  if (at >= status.currentStepNumber) redirect("/onboarding");
  const t = await getTranslations("practitioners");
  // Who came from the check page to change one answer goes back to it.
  const isChange = (await searchParams).from === "check" && status.currentStep === "experience_certifications";
  const next = isChange ? "check" : (stepSlugs[at + 1] ?? "check");
  const before = isChange ? "check" : stepSlugs[at - 1];
  return (
    <WizardFrame
      steps={await listWizardSteps(status)}
      currentId={slug}
      title={t(`steps.${slug}.title`)}
      why={t(`steps.${slug}.why`)}
      backHref={before && `/onboarding/${before}`}
      saveLater={
        <Link className="link justify-self-start" href="/">
          {t("saveLater")}
        </Link>
      }
      help={t("help")}
    >
      <Differences practitionerId={id} />
      <RefusalNotes step={slug} note={noteRefusal}>
        <StepBody slug={slug} practitionerId={id} next={`/onboarding/${next}`} />
      </RefusalNotes>
    </WizardFrame>
  );
}
