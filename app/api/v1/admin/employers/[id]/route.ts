import { getEmployer } from "@/lib/members/queries/employers";
import { EmployerParams } from "@/lib/members/schema/employer";
import { EmployerView } from "@/lib/members/view/employer";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "An employer with its contracts and their plans",
  params: EmployerParams,
  answers: { data: EmployerView },
  handle: ({ params }) => getEmployer(params.id),
});
