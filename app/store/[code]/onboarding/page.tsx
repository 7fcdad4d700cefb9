import { redirect } from "next/navigation";
import { requireStore } from "@/lib/stores/queries/require-store";

/** Leads to the first unfinished step, or to the dashboard. Whom support let through early may still go on here. */
export default async function OnboardingPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  const store = await requireStore(code);
  if (store.status.isCompleted) redirect(`/store/${code}/dashboard`);
  redirect(`/store/${code}/onboarding/${store.status.currentStep.replaceAll("_", "-")}`);
}
