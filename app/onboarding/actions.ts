"use server";

import { Refusal } from "@/lib/platform/flow/schema";
import { action } from "@/lib/platform/http/action";
import { Settlement } from "@/lib/practitioners/schema/settlement";
import { noteRefusal as note } from "@/lib/practitioners/service/note-refusal";
import { settleOwnDifference } from "@/lib/practitioners/service/settle-difference";

export const noteRefusal = action({
  auth: "practitioner",
  input: Refusal,
  handle: ({ actor, input }) => note(actor.practitionerId, input),
});

export const settleDifference = action({
  auth: "practitioner",
  input: Settlement,
  handle: ({ actor, input, http: { address } }) => settleOwnDifference({ actor, given: input, address }),
});
