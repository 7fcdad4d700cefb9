import { RunSync } from "@/lib/agents/schema/sync";
import { runForResult } from "@/lib/agents/service/run-sync";
import { FpResult } from "@/lib/agents/view/fp-result";
import { route } from "@/lib/platform/http/route";

export const maxDuration = 300;

export const POST = route({
  auth: "admin",
  summary: "Run the sync of an agent's account to its end and answer with its FP result",
  body: RunSync,
  answers: { whole: FpResult },
  handle: ({ actor, body, http: { requestId } }) => runForResult(actor, { ...body, requestId }),
});
