import { listEmployers } from "@/lib/members/queries/employers";
import { EmployerSearch, NewEmployer } from "@/lib/members/schema/employer";
import { addEmployer } from "@/lib/members/service/add-employer";
import { EmployerPage, EmployerView } from "@/lib/members/view/employer";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "Employers with how much they have bought and for how many, newest first",
  query: EmployerSearch,
  answers: { data: EmployerPage },
  handle: ({ query }) => listEmployers(query),
});

export const POST = route({
  auth: "admin",
  summary: "Make an employer",
  body: NewEmployer,
  answers: { status: 201, data: EmployerView },
  handle: ({ actor, body, http: { address, agent } }) => addEmployer({ actor, caller: { address, agent } }, body),
});
