import { z } from "zod";
import { getFeedback } from "@/lib/platform/feedback/queries";
import { DeskFeedback, FeedbackView } from "@/lib/platform/feedback/schema";
import { giveDeskFeedback } from "@/lib/platform/feedback/service";
import { MetricsSearch } from "@/lib/platform/flow/schema";
import { answer, route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "What people think of their onboarding, by kind, with the newest of their words; masked for operators",
  query: MetricsSearch,
  answers: { data: FeedbackView },
  handle: ({ actor, query }) => getFeedback(actor, query.period),
});

export const POST = route({
  auth: "admin",
  summary: "Say what annoys you at the desk, and what is missing",
  body: DeskFeedback,
  example: { text: "Too many clicks to one store.", missing: "A search over everything." },
  answers: { status: 201, data: z.strictObject({ id: z.int() }) },
  handle: async ({ actor, body, http: { address, agent } }) =>
    answer(await giveDeskFeedback(actor.id, body, { address, agent })),
});
