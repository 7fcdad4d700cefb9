import { redirect } from "next/navigation";
import { requireStore } from "@/lib/stores/queries/require-store";

/** Leads to the first unfinished step, or to the dashboard. */
export default async function OnboardingPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  const store = await requireStore(code);
  if (store.isThroughGate) redirect(`/store/${code}/dashboard`);
  redirect(`/store/${code}/onboarding/${store.status.currentStep.replaceAll("_", "-")}`);
}
