import { NewAgent } from "@/lib/agents/schema";
import { createAgent } from "@/lib/agents/service/create-agent";
import { NewAgentView } from "@/lib/agents/view/new-agent";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Make an agent's account for a number",
  body: NewAgent,
  answers: { status: 201, data: NewAgentView },
  handle: ({ actor, body, http }) => createAgent(body, actor, http.address),
});
