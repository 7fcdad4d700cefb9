import { lookAtStatus } from "@/lib/agents/queries/status";
import { StatusSearch } from "@/lib/agents/schema/sync";
import { StatusView } from "@/lib/agents/view/status";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "user",
  summary: "Where the newest sync of an agent's account stands; null before its first",
  query: StatusSearch,
  answers: { data: StatusView.nullable() },
  handle: ({ actor, query }) => lookAtStatus(actor, query.userId),
});
