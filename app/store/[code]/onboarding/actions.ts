"use server";

import { Refusal } from "@/lib/platform/flow/schema";
import { action } from "@/lib/platform/http/action";
import { noteRefusal as note } from "@/lib/stores/service/note-refusal";

export const noteRefusal = action({
  auth: "store_owner",
  input: Refusal,
  handle: ({ actor, input }) => note(actor.storeId, input),
});
