import { listPeople } from "@/lib/platform/auth/people/queries";
import { PeoplePage, PeopleSearch } from "@/lib/platform/auth/people/schema";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "People, newest first; masked for operators",
  query: PeopleSearch,
  answers: { data: PeoplePage },
  handle: ({ actor, query }) => listPeople(actor, query),
});
