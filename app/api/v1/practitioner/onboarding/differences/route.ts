import { z } from "zod";
import { route } from "@/lib/platform/http/route";
import { listOwnDifferences } from "@/lib/practitioners/queries/differences";
import { Settlement } from "@/lib/practitioners/schema/settlement";
import { settleOwnDifference } from "@/lib/practitioners/service/settle-difference";
import { DifferenceView } from "@/lib/practitioners/view/difference";

export const GET = route({
  auth: "practitioner",
  summary: "Where a call or our list has come to tell something else than was answered",
  answers: { data: z.array(DifferenceView) },
  handle: ({ actor }) => listOwnDifferences(actor.practitionerId),
});

export const POST = route({
  auth: "practitioner",
  summary: "Say whose answer holds; answers what is left to ask",
  body: Settlement,
  answers: { data: z.array(DifferenceView) },
  handle: ({ actor, body, http }) => settleOwnDifference({ actor, given: body, address: http.address }),
});
