import { checkPending } from "@/lib/members/queries/pending";
import { PendingSearch } from "@/lib/members/schema/direct";
import { PendingView } from "@/lib/members/view/pending";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "internal",
  summary: "Whether a member's activation is pending; of nobody known the answer has the same shape",
  query: PendingSearch,
  answers: { data: PendingView },
  handle: ({ actor, query, http }) => checkPending(query, actor.kind === "user" ? `user:${actor.id}` : http.address),
});
