import { RuleParams, RuleTest } from "@/lib/platform/alerts/schema";
import { testRule } from "@/lib/platform/alerts/service";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Send every admin a mail as this rule would, which says that it is a test",
  params: RuleParams,
  answers: { status: 202, data: RuleTest },
  handle: ({ actor, params, http: { address, agent } }) => testRule(params.id, { actor, caller: { address, agent } }),
});
