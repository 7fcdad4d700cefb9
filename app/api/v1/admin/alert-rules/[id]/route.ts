import { RuleChange, RuleParams, RuleView } from "@/lib/platform/alerts/schema";
import { changeRule } from "@/lib/platform/alerts/service";
import { route } from "@/lib/platform/http/route";

export const PATCH = route({
  auth: "admin",
  summary: "Switch a rule on or off, or change its cool-down, channels and parameters",
  params: RuleParams,
  body: RuleChange,
  answers: { data: RuleView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    changeRule(params.id, body, { actor, caller: { address, agent } }),
});
