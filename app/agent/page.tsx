import { redirect } from "next/navigation";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";

/** Leads to the dashboard, or to what comes before it. */
export default async function AgentPage() {
  await requireOpenAgent();
  redirect("/agent/dashboard");
}
