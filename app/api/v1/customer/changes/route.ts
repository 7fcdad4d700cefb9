import { listOwnChanges } from "@/lib/customers/queries/own-workflows";
import { OwnChangeSearch } from "@/lib/customers/schema/own-search";
import { ChangePage } from "@/lib/customers/view/change";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "customer",
  summary: "What syncs found to be other than before, newest first",
  query: OwnChangeSearch,
  answers: { data: ChangePage },
  handle: ({ actor, query }) => listOwnChanges(actor, query),
});
