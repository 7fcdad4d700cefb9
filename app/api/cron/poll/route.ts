import { route } from "@/lib/platform/http/route";
import { PassView, pass } from "@/lib/worker";

export const maxDuration = 60;
const budgetMs = 45_000;

export const GET = route({
  auth: "cron",
  summary: "Take due onboardings and run them for as long as the host allows",
  answers: { data: PassView },
  handle: () => pass(budgetMs),
});

export const POST = GET;
