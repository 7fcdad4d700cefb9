import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";
import { FeedAddress } from "@/lib/stores/schema";
import { listBadRows } from "@/lib/stores/service/feed/preview";

export const POST = route({
  auth: "store_owner",
  summary: "The rows of a product feed that could not be imported, at most 10,000",
  body: FeedAddress,
  answers: { file: "text/csv" },
  handle: async ({ actor, body, http }) => {
    const lines = await listBadRows({ storeId: actor.storeId, trace: http.requestId }, body);
    return csvFile({ name: `bad-rows-${body.language}.csv`, lines });
  },
});
