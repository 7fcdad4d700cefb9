import { route } from "@/lib/platform/http/route";
import { listOutbox } from "@/lib/platform/outbox/queries";
import { OutboxSearch } from "@/lib/platform/outbox/schema";
import { OutboxPage } from "@/lib/platform/outbox/view";

export const GET = route({
  auth: "staff",
  summary: "Messages that were written to anybody, newest first, and what became of them; never what they say",
  query: OutboxSearch,
  answers: { data: OutboxPage },
  handle: ({ actor, query }) => listOutbox(actor, query),
});
