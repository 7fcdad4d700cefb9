import { listChanges } from "@/lib/customers/queries/changes";
import { ChangeSearch, CustomerParams } from "@/lib/customers/schema/search";
import { ChangePage } from "@/lib/customers/view/change";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "What syncs of a customer found to be other than before, newest first; of one sync with its job_id",
  params: CustomerParams,
  query: ChangeSearch,
  answers: { data: ChangePage },
  handle: ({ actor, params, query }) => listChanges(actor, params.id, query),
});
