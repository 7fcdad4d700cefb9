import { z } from "zod";
import { CustomerRole, RoleChange } from "@/lib/customers/schema/access";
import { ItemParams } from "@/lib/customers/schema/own-search";
import { changeRole } from "@/lib/customers/service/access/change-user";
import { route } from "@/lib/platform/http/route";

export const PUT = route({
  auth: "customer",
  summary: "Give somebody of the customer another role",
  params: ItemParams,
  body: RoleChange,
  answers: { data: z.object({ id: z.int(), role: CustomerRole }) },
  handle: ({ actor, params, body, http }) => changeRole(actor, { id: params.id, input: body, address: http.address }),
});
