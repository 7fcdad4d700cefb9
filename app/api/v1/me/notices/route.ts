import { route } from "@/lib/platform/http/route";
import { listNotices } from "@/lib/platform/notices/queries/list";
import { NoticeListing, NoticePage } from "@/lib/platform/notices/schema";

export const GET = route({
  auth: "user",
  summary: "Your notices, newest first, and how many you have not read",
  query: NoticeListing,
  answers: { data: NoticePage },
  handle: ({ actor, query }) => listNotices(actor.id, query),
});
