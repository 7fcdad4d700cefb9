import { listOwnPeople } from "@/lib/customers/queries/people";
import { NewCustomerUser } from "@/lib/customers/schema/access";
import { inviteUser } from "@/lib/customers/service/access/invite-user";
import { CustomerPeople, InvitedView } from "@/lib/customers/view/access";
import { answer, route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "customer",
  summary: "Who works in the customer, and who is asked to",
  answers: { data: CustomerPeople },
  handle: ({ actor }) => listOwnPeople(actor),
});

export const POST = route({
  auth: "customer",
  summary: "Ask somebody by mail to work in the customer",
  body: NewCustomerUser,
  answers: { status: 201, alsoStatus: 200, data: InvitedView },
  explains: true,
  handle: async ({ actor, body, http, isDryRun }) => {
    const invited = await inviteUser(actor, body, { isDryRun, address: http.address });
    return answer(invited, { status: isDryRun ? 200 : 201 });
  },
});
