import { redirect } from "next/navigation";
import { getCredential } from "@/lib/agents/queries/credential";
import { requireAgent } from "@/lib/agents/queries/require-agent";
import { getStatus } from "@/lib/agents/queries/status";

/** Leads to what is to be done: the key, the start, the sync that runs; or to the dashboard. */
export default async function OnboardingPage() {
  const { userId, isThroughGate } = await requireAgent();
  const [{ lastFour }, current] = await Promise.all([getCredential(userId), getStatus(userId)]);
  if (lastFour === null && !current) redirect("/agent/onboarding/connect");
  redirect(isThroughGate && current?.endedAt ? "/agent/dashboard" : "/agent/onboarding/sync");
}
