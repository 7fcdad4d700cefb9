import { getMember } from "@/lib/members/queries/member-page";
import { listMembers } from "@/lib/members/queries/members";
import { MemberSearch } from "@/lib/members/schema/search";
import { AddedMember } from "@/lib/members/schema/staff";
import { addByStaff } from "@/lib/members/service/add-by-staff";
import { MemberPage, MemberView } from "@/lib/members/view/member";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "Members, newest first; an operator reads personal data masked",
  query: MemberSearch,
  answers: { data: MemberPage },
  handle: ({ actor, query }) => listMembers(actor, query),
});

export const POST = route({
  auth: "admin",
  summary: "Add an employee to a contract, or a dependent of one",
  body: AddedMember,
  example: {
    parent_subscription_id: "sub_acme_2026",
    name: "Ada Lovelace",
    phone_number: "+919812345678",
    dob: "1990-12-10",
    gender: "F",
  },
  answers: { status: 201, data: MemberView },
  handle: async ({ actor, body, http: { address, agent } }) =>
    getMember(actor, await addByStaff({ actor, caller: { address, agent } }, body)),
});
