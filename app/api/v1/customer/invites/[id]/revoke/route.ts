import { z } from "zod";
import { ItemParams } from "@/lib/customers/schema/own-search";
import { revokeInvite } from "@/lib/customers/service/access/renew-invite";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "customer",
  summary: "Take an invite back",
  params: ItemParams,
  answers: { data: z.object({ id: z.int() }) },
  handle: ({ actor, params, http }) => revokeInvite(actor, params.id, http.address),
});
