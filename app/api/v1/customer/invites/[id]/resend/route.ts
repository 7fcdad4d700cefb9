import { ItemParams } from "@/lib/customers/schema/own-search";
import { resendInvite } from "@/lib/customers/service/access/renew-invite";
import { InvitedView } from "@/lib/customers/view/access";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "customer",
  summary: "Send an invite's mail again, with a new link in the place of the old one",
  params: ItemParams,
  answers: { data: InvitedView },
  handle: ({ actor, params, http }) => resendInvite(actor, params.id, http.address),
});
