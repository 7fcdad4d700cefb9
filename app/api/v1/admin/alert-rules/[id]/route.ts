import { RemovedRule, RuleChange, RuleParams, RuleView } from "@/lib/platform/alerts/schema";
import { changeRule, removeRule } from "@/lib/platform/alerts/service/change-rules";
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

export const DELETE = route({
  auth: "admin",
  summary: "Take away a rule that an admin added; the product's own can be switched off",
  params: RuleParams,
  answers: { data: RemovedRule },
  handle: ({ actor, params, http: { address, agent } }) => removeRule(params.id, { actor, caller: { address, agent } }),
});
