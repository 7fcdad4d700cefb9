import { route } from "@/lib/platform/http/route";
import { getPointer } from "@/lib/platform/view-as/queries";
import { PointerParams, PointerView } from "@/lib/platform/view-as/schema";

export const GET = route({
  auth: "user",
  summary: "The field that support points you to, and what it says of it",
  params: PointerParams,
  answers: { data: PointerView },
  handle: ({ actor, params }) => getPointer(actor.id, params.id),
});
