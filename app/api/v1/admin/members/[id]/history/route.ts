import { listAttempts } from "@/lib/members/queries/attempts";
import { HistorySearch, MemberParams } from "@/lib/members/schema/search";
import { AttemptPage } from "@/lib/members/view/attempt";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "Every try to do something with a member, newest first, with each rule of the decision",
  params: MemberParams,
  query: HistorySearch,
  answers: { data: AttemptPage },
  handle: ({ actor, params, query }) => listAttempts(actor, params.id, query.cursor),
});
