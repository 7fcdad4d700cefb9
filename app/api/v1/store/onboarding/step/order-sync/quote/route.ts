import { route } from "@/lib/platform/http/route";
import { OrderSync } from "@/lib/stores/schema";
import { quoteImport } from "@/lib/stores/service/quote";
import { QuoteView } from "@/lib/stores/view/quote";

export const POST = route({
  auth: "store_owner",
  summary: "Look ahead of an import: about how much there is, and how long it takes; nothing is started",
  body: OrderSync,
  answers: { data: QuoteView },
  handle: ({ actor, body }) => quoteImport(actor, body),
});
