import { route } from "@/lib/platform/http/route";
import { OwnReadinessView } from "@/lib/platform/readiness/schema";
import { getOwnReadiness } from "@/lib/readiness";

export const GET = route({
  auth: "user",
  summary: "What each of your subjects needs: your stores, profile, account and plans, and the customers you manage",
  answers: { data: OwnReadinessView },
  handle: ({ actor }) => getOwnReadiness(actor),
});
