import { rights } from "@/lib/kinds";
import { route } from "@/lib/platform/http/route";
import { downloadPerson } from "@/lib/platform/rights/queries";

export const GET = route({
  auth: "user",
  summary: "Everything that is kept about you",
  answers: { file: "application/json" },
  handle: ({ actor: { id }, http: { address, agent } }) =>
    downloadPerson({ id, actorId: id, caller: { address, agent }, ...rights }),
});
