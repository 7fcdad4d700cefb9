import { route } from "@/lib/platform/http/route";
import { getStatus } from "@/lib/stores/queries/onboarding";

export const GET = route({
  auth: "store_owner",
  summary: "Where the store stands in its onboarding",
  handle: ({ actor }) => getStatus(actor.storeId),
});
