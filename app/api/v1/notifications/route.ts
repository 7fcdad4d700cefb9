import { route } from "@/lib/platform/http/route";
import { listNotices } from "@/lib/platform/notices/queries/list";
import { NoticeListing, NoticePage } from "@/lib/platform/notices/schema";

export const GET = route({
  auth: "user",
  summary: "Your notices with the code, type and message of the calling systems, newest first",
  query: NoticeListing,
  answers: { data: NoticePage },
  handle: ({ actor, query }) => listNotices(actor.id, query),
});
