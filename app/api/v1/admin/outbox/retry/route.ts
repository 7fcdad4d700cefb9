import { route } from "@/lib/platform/http/route";
import { OutboxRetried, OutboxRetry } from "@/lib/platform/outbox/schema";
import { retryMessages } from "@/lib/platform/outbox/service";

export const POST = route({
  auth: "admin",
  summary: "Send all failed messages again that a filter finds; refused where they are more than is stated, or none",
  body: OutboxRetry,
  answers: { data: OutboxRetried },
  handle: ({ actor, body, http: { address, agent } }) => retryMessages({ actor, caller: { address, agent } }, body),
});
