import { route } from "@/lib/platform/http/route";
import { ProfileDraft } from "@/lib/stores/schema";
import { discardProfileDraft, keepProfileDraft } from "@/lib/stores/service/draft";
import { DraftView } from "@/lib/stores/view/draft";

export const PUT = route({
  auth: "store_owner",
  summary: "Keep what was typed of step 1 without saving it",
  body: ProfileDraft,
  answers: { data: DraftView },
  handle: ({ actor, body }) => keepProfileDraft(actor.storeId, body),
});

export const DELETE = route({
  auth: "store_owner",
  summary: "Forget what was typed of step 1",
  answers: { data: DraftView },
  handle: ({ actor }) => discardProfileDraft(actor.storeId),
});
