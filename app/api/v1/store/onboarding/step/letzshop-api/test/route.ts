import { route } from "@/lib/platform/http/route";
import { KeyTrial } from "@/lib/stores/schema";
import { testLetzshopKey } from "@/lib/stores/service/test-key";
import { KeyTestView } from "@/lib/stores/view/answers";

export const POST = route({
  auth: "store_owner",
  summary: "Test a Letzshop key; nothing is saved",
  body: KeyTrial,
  answers: { data: KeyTestView },
  handle: ({ actor, body }) => testLetzshopKey(actor.storeId, body),
});
