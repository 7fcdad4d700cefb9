import { FaultSearch, ImportParams } from "@/lib/members/schema/import";
import { ImportView } from "@/lib/members/view/import";
import { getImportView } from "@/lib/members/view/shown-import";
import { isAdmin } from "@/lib/platform/auth/policy";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary:
    "An import of an employer's people: how far it is, what became of its rows, and before its start what its file is like",
  params: ImportParams,
  query: FaultSearch,
  answers: { data: ImportView },
  handle: ({ actor, params, query }) => getImportView(params, isAdmin(actor), query),
});
