"use server";

import { action } from "@/lib/platform/http/action";
import { NewSavedView, SavedViewParams } from "@/lib/platform/onboardings/schema";
import { removeView, saveView } from "@/lib/platform/onboardings/service";

export const save = action({
  auth: "staff",
  input: NewSavedView,
  handle: ({ actor, input }) => saveView(actor.id, input),
});

export const remove = action({
  auth: "staff",
  input: SavedViewParams,
  handle: ({ actor, input }) => removeView(actor.id, input.id),
});
