import { route } from "@/lib/platform/http/route";
import { pass } from "@/lib/worker";

export const maxDuration = 60;
const budgetMs = 45_000;

export const GET = route({
  auth: "cron",
  summary: "Take due onboardings and run them for as long as the host allows",
  handle: () => pass(budgetMs),
});

export const POST = GET;
