import { PersonParams } from "@/lib/platform/auth/people/schema";
import { route } from "@/lib/platform/http/route";
import { ViewEnded } from "@/lib/platform/view-as/schema";
import { endView } from "@/lib/platform/view-as/service";

export const POST = route({
  auth: "admin",
  inView: true,
  summary: "Look no longer as somebody else",
  params: PersonParams,
  answers: { data: ViewEnded },
  handle: ({ actor, params }) => endView({ actor, id: params.id }),
});
