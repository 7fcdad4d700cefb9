import { CustomerRetry } from "@/lib/customers/schema/customer";
import { CustomerParams } from "@/lib/customers/schema/search";
import { retryCustomer } from "@/lib/customers/service/retry-customer";
import { BegunRunView } from "@/lib/customers/view/onboarding";
import { giver } from "@/lib/platform/http/once";
import { answer, route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary:
    "Do again what has not been done of a customer's run, from a step on, or all of it; one that waits is tried now (200)",
  params: CustomerParams,
  body: CustomerRetry,
  once: giver,
  answers: { status: 202, alsoStatus: 200, data: BegunRunView },
  handle: async ({ actor, params, body }) => {
    const begun = await retryCustomer({ customerId: params.id, input: body }, actor);
    return answer(begun, { status: begun.createdNew ? 202 : 200 });
  },
});
