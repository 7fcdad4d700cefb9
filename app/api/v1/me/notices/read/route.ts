import { route } from "@/lib/platform/http/route";
import { NoticesRead, UnreadView } from "@/lib/platform/notices/schema";
import { readNotices } from "@/lib/platform/notices/service";

export const POST = route({
  auth: "user",
  summary: "Mark your notices as read, up to one of them",
  body: NoticesRead,
  answers: { data: UnreadView },
  handle: ({ actor, body }) => readNotices(actor.id, body.upTo),
});
