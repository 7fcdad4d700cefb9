import { getCustomer, listCustomers } from "@/lib/customers/queries/customers";
import { CustomerSearch } from "@/lib/customers/schema/search";
import { createCustomer } from "@/lib/customers/service/create-customer";
import { NewCustomerHere } from "@/lib/customers/service/known-address";
import { CustomerPage, NewCustomerView } from "@/lib/customers/view/customer";
import { giver } from "@/lib/platform/http/once";
import { answer, route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "Customers, newest first; an operator reads addresses masked",
  query: CustomerSearch,
  answers: { data: CustomerPage },
  handle: ({ actor, query }) => listCustomers(actor, query),
});

export const POST = route({
  auth: "admin",
  summary: "Make a customer with its credentials at Zuora and begin its onboarding",
  body: NewCustomerHere,
  once: giver,
  example: {
    name: "Acme",
    contact_email: "ada@example.com",
    zuora_base_url: "https://rest.zuora.com",
    zuora_client_id: "3f0c9a52-8f0f-4c8e-9f5b-2d1f6f0c7a10",
    zuora_client_secret: "the-secret-of-that-client",
  },
  answers: { status: 201, data: NewCustomerView },
  handle: async ({ actor, body, http }) => {
    const { id, jobId } = await createCustomer(body, actor, http.address);
    const headers = { Location: `/api/v1/admin/customers/${id}` };
    return answer({ ...(await getCustomer(actor, id)), jobId }, { status: 201, headers });
  },
});
