import { RuleParams, RuleTest } from "@/lib/platform/alerts/schema";
import { getTest, testRule } from "@/lib/platform/alerts/service";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "The last test of a rule, and how far each of its messages has come",
  params: RuleParams,
  answers: { data: RuleTest },
  handle: ({ params }) => getTest(params.id),
});

export const POST = route({
  auth: "admin",
  summary: "Write to the admins as this rule would, by each of its channels and by mail, that this is a test",
  params: RuleParams,
  answers: { status: 202, data: RuleTest },
  handle: ({ actor, params, http: { address, agent } }) => testRule(params.id, { actor, caller: { address, agent } }),
});
