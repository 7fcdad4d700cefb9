import { getCustomer } from "@/lib/customers/queries/customers";
import { CustomerParams } from "@/lib/customers/schema/search";
import { changeCustomer } from "@/lib/customers/service/change-customer";
import { CustomerChangeHere } from "@/lib/customers/service/known-address";
import { ChangedCustomerView, CustomerView } from "@/lib/customers/view/customer";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "A customer; of its secret the last four characters, an operator reads its address masked",
  params: CustomerParams,
  answers: { data: CustomerView },
  handle: ({ actor, params }) => getCustomer(actor, params.id),
});

export const PATCH = route({
  auth: "admin",
  summary: "Change a customer; an empty secret keeps the stored one, other credentials begin again at their proof",
  params: CustomerParams,
  body: CustomerChangeHere,
  answers: { data: ChangedCustomerView },
  handle: async ({ actor, params, body, http }) => {
    const { jobId } = await changeCustomer({ customerId: params.id, input: body }, actor, http.address);
    return { ...(await getCustomer(actor, params.id)), jobId };
  },
});
