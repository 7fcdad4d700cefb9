import { getChecks } from "@/lib/platform/audit/queries";
import { orderCheck } from "@/lib/platform/audit/service";
import { ChecksView } from "@/lib/platform/audit/view";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "How the walk over the whole audit trail stands, and what the last one found",
  answers: { data: ChecksView },
  handle: () => getChecks(),
});

export const POST = route({
  auth: "admin",
  summary: "Walk over the whole audit trail, by a worker; while one goes on, that one",
  answers: { status: 202, data: ChecksView },
  handle: ({ actor, http: { address, agent } }) => orderCheck({ actor, caller: { address, agent } }),
});
