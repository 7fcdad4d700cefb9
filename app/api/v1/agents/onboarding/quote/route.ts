import { WhoseSync } from "@/lib/agents/schema/sync";
import { quoteSync } from "@/lib/agents/service/quote-sync";
import { QuoteView } from "@/lib/agents/view/quote";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "user",
  summary: "Look ahead of a sync: what is fetched, about how much, and how long it takes; nothing is started",
  body: WhoseSync,
  answers: { data: QuoteView },
  handle: ({ actor, body }) => quoteSync(actor, body),
});
