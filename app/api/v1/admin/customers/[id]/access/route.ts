import { getAccess } from "@/lib/customers/queries/access";
import { AccessChange } from "@/lib/customers/schema/access";
import { ItemParams } from "@/lib/customers/schema/own-search";
import { changeAccess } from "@/lib/customers/service/access/change-access";
import { AccessView } from "@/lib/customers/view/access";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "Who may do what in a customer, what the newest test found of it, and who is there",
  params: ItemParams,
  answers: { data: AccessView },
  handle: ({ actor, params }) => getAccess(actor, params.id),
});

export const PUT = route({
  auth: "admin",
  summary: "Say what roles may do in a customer, and what each sees first; what is not named stays",
  params: ItemParams,
  body: AccessChange,
  answers: { data: AccessView },
  handle: async ({ actor, params, body, http }) => {
    await changeAccess({ customerId: params.id, input: body }, actor, http);
    return getAccess(actor, params.id);
  },
});
