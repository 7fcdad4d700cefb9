import { NewClientHere } from "@/lib/customers/service/known-address";
import { testNewClient } from "@/lib/customers/service/test-client";
import { ClientTestView } from "@/lib/customers/view/client-test";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Test credentials before their customer is made; nothing is kept",
  body: NewClientHere,
  answers: { data: ClientTestView },
  handle: ({ actor, body }) => testNewClient(body, actor),
});
