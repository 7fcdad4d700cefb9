import { route } from "@/lib/platform/http/route";
import { getStatus } from "@/lib/stores/queries/onboarding";
import { StatusView } from "@/lib/stores/view/onboarding";

export const GET = route({
  auth: "store_owner",
  summary: "Where the store stands in its onboarding",
  answers: { data: StatusView },
  handle: ({ actor }) => getStatus(actor.storeId),
});
