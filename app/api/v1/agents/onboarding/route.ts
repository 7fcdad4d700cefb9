import { StartSync } from "@/lib/agents/schema/sync";
import { startSync } from "@/lib/agents/service/start-sync";
import { StartedSyncView } from "@/lib/agents/view/status";
import { giver } from "@/lib/platform/http/once";
import { answer, route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "user",
  summary: "Start the sync of an agent's account, or name the one that runs (202) or is complete (200)",
  body: StartSync,
  once: giver,
  answers: { status: 202, alsoStatus: 200, data: StartedSyncView },
  handle: async ({ actor, body }) => {
    const { isComplete, ...started } = await startSync(actor, body);
    return answer(started, { status: isComplete ? 200 : 202 });
  },
});
