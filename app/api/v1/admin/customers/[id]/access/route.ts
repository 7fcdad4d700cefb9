import { getAccess } from "@/lib/customers/queries/access";
import { MatrixChange } from "@/lib/customers/schema/access";
import { ItemParams } from "@/lib/customers/schema/own-search";
import { changeMatrix } from "@/lib/customers/service/access/change-matrix";
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
  summary: "Say what a role may do in a customer: one cell of the matrix",
  params: ItemParams,
  body: MatrixChange,
  answers: { data: AccessView },
  handle: async ({ actor, params, body, http }) => {
    await changeMatrix({ customerId: params.id, input: body }, actor, http.address);
    return getAccess(actor, params.id);
  },
});
