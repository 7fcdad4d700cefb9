"use server";

import { choosePlace } from "@/lib/kinds";
import { PlaceChoice } from "@/lib/platform/auth/schema";
import { action } from "@/lib/platform/http/action";

export const choose = action({
  auth: "user",
  input: PlaceChoice,
  handle: ({ actor, input, http }) => choosePlace(actor, input, { address: http.address, agent: http.agent }),
});
