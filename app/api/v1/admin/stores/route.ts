import { route } from "@/lib/platform/http/route";
import { listStores } from "@/lib/stores/queries/admin";
import { Listing } from "@/lib/stores/schema";
import { StorePage } from "@/lib/stores/view/onboarding";

export const GET = route({
  auth: "staff",
  summary: "Stores with their progress, newest first",
  query: Listing,
  answers: { data: StorePage },
  handle: ({ actor, query }) => listStores(actor, query.cursor),
});
