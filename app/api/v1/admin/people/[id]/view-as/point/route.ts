import { PersonParams } from "@/lib/platform/auth/people/schema";
import { route } from "@/lib/platform/http/route";
import { PointerSent, PointerStart } from "@/lib/platform/view-as/schema";
import { sendPointer } from "@/lib/platform/view-as/service";

export const POST = route({
  auth: "admin",
  inView: true,
  summary: "Send the person who is looked at a link to exactly one field",
  params: PersonParams,
  body: PointerStart,
  example: {
    place: "/store/ACME/onboarding/letzshop-api",
    field: "apiKey",
    note: "The key is in your Letzshop profile",
  },
  answers: { data: PointerSent, status: 201 },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    sendPointer({ actor, id: params.id, input: body, caller: { address, agent } }),
});
