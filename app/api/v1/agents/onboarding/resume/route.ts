import { WhoseSync } from "@/lib/agents/schema/sync";
import { resumeSync } from "@/lib/agents/service/pause-sync";
import { PauseView } from "@/lib/agents/view/schedule";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "user",
  summary: "Resume an account: a paused sync goes on at its next page",
  body: WhoseSync,
  answers: { data: PauseView },
  handle: ({ actor, body }) => resumeSync(actor, body),
});
