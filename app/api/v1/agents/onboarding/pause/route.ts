import { WhoseSync } from "@/lib/agents/schema/sync";
import { pauseSync } from "@/lib/agents/service/pause-sync";
import { PauseView } from "@/lib/agents/view/schedule";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "user",
  summary:
    "Pause an account, also the sync that runs, once its page is written; nothing is fetched until it is resumed",
  body: WhoseSync,
  answers: { data: PauseView },
  handle: ({ actor, body }) => pauseSync(actor, body),
});
