import { BulkBegun, BulkOrder } from "@/lib/platform/bulk/schema";
import { orderBulk } from "@/lib/platform/bulk/service";
import { giver } from "@/lib/platform/http/once";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary:
    "Retry, stop, resume or skip many onboardings as one job; refused where they are more than is stated, or none",
  body: BulkOrder,
  once: giver,
  example: { action: "retry", filter: { kind: "agent", status: "failed" }, expected_count: 27 },
  answers: { status: 202, data: BulkBegun },
  handle: ({ actor, body, http: { address, agent } }) => orderBulk({ actor, caller: { address, agent } }, body),
});
