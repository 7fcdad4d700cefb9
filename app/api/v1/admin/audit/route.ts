import { searchTrail } from "@/lib/platform/audit/queries";
import { AuditSearch } from "@/lib/platform/audit/schema";
import { AuditPage } from "@/lib/platform/audit/view";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "What was done, newest first: by whom, about what, under which support code, on which days",
  query: AuditSearch,
  answers: { data: AuditPage },
  handle: ({ actor, query }) => searchTrail(actor, query),
});
