import { CustomerParams } from "@/lib/customers/schema/search";
import { ClientTrialHere } from "@/lib/customers/service/known-address";
import { testClient } from "@/lib/customers/service/test-client";
import { ClientTestView } from "@/lib/customers/view/client-test";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Test a customer's credentials as typed, or what is stored where nothing is typed",
  params: CustomerParams,
  body: ClientTrialHere,
  answers: { data: ClientTestView },
  handle: ({ actor, params, body }) => testClient({ customerId: params.id, input: body }, actor),
});
