import { z } from "zod";
import { ItemParams } from "@/lib/customers/schema/own-search";
import { removeUser } from "@/lib/customers/service/access/change-user";
import { route } from "@/lib/platform/http/route";

export const DELETE = route({
  auth: "customer",
  summary: "Remove somebody from the customer",
  params: ItemParams,
  answers: { data: z.object({ id: z.int() }) },
  handle: ({ actor, params, http }) => removeUser(actor, { id: params.id, address: http.address }),
});
