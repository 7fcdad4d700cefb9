import { route } from "@/lib/platform/http/route";
import { BioDraft } from "@/lib/practitioners/schema";
import { discardBioDraft, keepBioDraft } from "@/lib/practitioners/service/draft";
import { DraftView } from "@/lib/practitioners/view/answers";

export const PUT = route({
  auth: "practitioner",
  summary: "Keep what was typed of step 4 without saving it",
  body: BioDraft,
  answers: { data: DraftView },
  handle: ({ actor, body }) => keepBioDraft(actor.practitionerId, body),
});

export const DELETE = route({
  auth: "practitioner",
  summary: "Forget what was typed of step 4",
  answers: { data: DraftView },
  handle: ({ actor }) => discardBioDraft(actor.practitionerId),
});
