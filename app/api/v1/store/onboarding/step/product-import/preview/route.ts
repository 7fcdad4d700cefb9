import { route } from "@/lib/platform/http/route";
import { FeedAddress } from "@/lib/stores/schema";
import { previewFeed } from "@/lib/stores/service/feed/preview";
import { PreviewView } from "@/lib/stores/view/preview";

export const POST = route({
  auth: "store_owner",
  summary: "Look into a product feed before it is saved: columns, first products, problems",
  body: FeedAddress,
  answers: { data: PreviewView },
  handle: ({ actor, body, http }) => previewFeed({ storeId: actor.storeId, trace: http.requestId }, body),
});
