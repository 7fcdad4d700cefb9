import { SyncOrder } from "@/lib/customers/schema/customer";
import { CustomerParams } from "@/lib/customers/schema/search";
import { syncNow } from "@/lib/customers/service/sync-now";
import { BegunRunView } from "@/lib/customers/view/onboarding";
import { giver } from "@/lib/platform/http/once";
import { answer, route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Sync the workflows of a customer now, or one of them (202), or name the run that goes on (200)",
  params: CustomerParams,
  body: SyncOrder,
  once: giver,
  answers: { status: 202, alsoStatus: 200, data: BegunRunView },
  handle: async ({ actor, params, body }) => {
    const begun = await syncNow({ customerId: params.id, input: body }, actor);
    return answer(begun, { status: begun.createdNew ? 202 : 200 });
  },
});
