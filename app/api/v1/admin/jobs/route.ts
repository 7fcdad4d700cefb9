import { route } from "@/lib/platform/http/route";
import { listDeadLetters } from "@/lib/platform/jobs/queries";
import { DeadLetterPage, DeadLetterSearch } from "@/lib/platform/jobs/schema";

export const GET = route({
  auth: "staff",
  summary: "Jobs that failed at every try, newest first, with their last error",
  query: DeadLetterSearch,
  answers: { data: DeadLetterPage },
  handle: ({ query }) => listDeadLetters(query),
});
