import { redirect } from "next/navigation";
import { findExperienceDraft } from "@/lib/practitioners/queries/experience-draft";
import { requirePractitioner } from "@/lib/practitioners/queries/require-practitioner";

/** Leads to the first unfinished step, to the check page where all are answered, or to the dashboard. */
export default async function OnboardingPage() {
  const { id, status } = await requirePractitioner();
  if (status.isComplete) redirect("/dashboard");
  const isLast = status.currentStep === "experience_certifications";
  if (isLast && (await findExperienceDraft(id))) redirect("/onboarding/check");
  redirect(`/onboarding/${status.currentStep.replaceAll("_", "-")}`);
}
