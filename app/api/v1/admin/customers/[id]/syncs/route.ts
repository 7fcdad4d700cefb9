import { listSyncs } from "@/lib/customers/queries/sync-reports";
import { CustomerParams } from "@/lib/customers/schema/search";
import { SyncList } from "@/lib/customers/view/sync-report";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "The newest syncs of a customer with their reports",
  params: CustomerParams,
  answers: { data: SyncList },
  handle: async ({ actor, params }) => ({ items: await listSyncs(actor, params.id) }),
});
