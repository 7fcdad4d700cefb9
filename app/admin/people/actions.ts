"use server";

import { unblockNumber } from "@/lib/platform/auth/people/numbers";
import { NumberAct } from "@/lib/platform/auth/people/schema";
import { action } from "@/lib/platform/http/action";

export const unblock = action({
  auth: "admin",
  input: NumberAct,
  handle: ({ actor, input, http: { address, agent } }) => unblockNumber({ actor, input, caller: { address, agent } }),
});
