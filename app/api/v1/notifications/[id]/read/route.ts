import { route } from "@/lib/platform/http/route";
import { getNotice } from "@/lib/platform/notices/queries/list";
import { NoticeParams, NoticeView } from "@/lib/platform/notices/schema";
import { readNotice } from "@/lib/platform/notices/service";

export const POST = route({
  auth: "user",
  summary: "Mark one of your notices as read; twice gives the same",
  params: NoticeParams,
  answers: { data: NoticeView },
  handle: async ({ actor, params }) => {
    await readNotice(actor.id, params.id);
    return getNotice(actor.id, params.id);
  },
});
