import { listRules } from "@/lib/platform/alerts/queries";
import { RuleList } from "@/lib/platform/alerts/schema";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "What is watched, how each rule is set, and how many admins can be written to",
  answers: { data: RuleList },
  handle: () => listRules(),
});
