import { listRules } from "@/lib/platform/alerts/queries";
import { NewRule, RuleList, RuleView } from "@/lib/platform/alerts/schema";
import { addRule } from "@/lib/platform/alerts/service/change-rules";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "What is watched, how each rule is set, and how many admins can be written to",
  answers: { data: RuleList },
  handle: () => listRules(),
});

export const POST = route({
  auth: "admin",
  summary: "Add a rule of a kind that is looked for, with its own parameters, cool-down and channels",
  body: NewRule,
  answers: { status: 201, data: RuleView },
  handle: ({ actor, body, http: { address, agent } }) => addRule(body, { actor, caller: { address, agent } }),
});
