import { RetrySync } from "@/lib/agents/schema/sync";
import { retrySync } from "@/lib/agents/service/retry-sync";
import { StartedSyncView } from "@/lib/agents/view/status";
import { giver } from "@/lib/platform/http/once";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "user",
  summary: "Try again what a sync lacks, or the steps that are named; what else is done stays",
  body: RetrySync,
  once: giver,
  answers: { status: 202, data: StartedSyncView },
  handle: ({ actor, body }) => retrySync(actor, body),
});
