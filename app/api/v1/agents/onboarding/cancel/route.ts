import { WhoseSync } from "@/lib/agents/schema/sync";
import { cancelSync } from "@/lib/agents/service/cancel-sync";
import { CancelledSyncView } from "@/lib/agents/view/status";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "user",
  summary: "Stop a sync once its page is written; what has arrived stays",
  body: WhoseSync,
  answers: { data: CancelledSyncView },
  handle: ({ actor, body }) => cancelSync(actor, body),
});
