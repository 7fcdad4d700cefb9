import { getPerson } from "@/lib/platform/auth/people/queries";
import { PersonDetail, PersonParams } from "@/lib/platform/auth/people/schema";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "A person, and why they get codes or none",
  params: PersonParams,
  answers: { data: PersonDetail },
  handle: ({ actor, params }) => getPerson(actor, params.id),
});
