import { route } from "@/lib/platform/http/route";
import { getLetzshop } from "@/lib/stores/queries/onboarding";
import { SavedLetzshopKey } from "@/lib/stores/schema";
import { completeStep } from "@/lib/stores/service/complete-step";
import { LetzshopView } from "@/lib/stores/view/answers";
import { SavedStepView } from "@/lib/stores/view/onboarding";

export const GET = route({
  auth: "store_owner",
  summary: "Letzshop key: what is saved",
  answers: { data: LetzshopView },
  handle: ({ actor }) => getLetzshop(actor.storeId),
});

export const POST = route({
  auth: "store_owner",
  summary: "Letzshop key: save and go on",
  body: SavedLetzshopKey,
  answers: { data: SavedStepView },
  handle: ({ actor, body: { version, ...input }, http }) =>
    completeStep({ slug: "letzshop-api", input, version, actor, address: http.address }),
});
