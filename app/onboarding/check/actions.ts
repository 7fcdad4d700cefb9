"use server";

import { action } from "@/lib/platform/http/action";
import { Finish } from "@/lib/practitioners/schema/finish";
import { finishSetup } from "@/lib/practitioners/service/finish-setup";

export const finish = action({
  auth: "practitioner",
  input: Finish,
  handle: ({ actor, input: { seenAt }, http: { address } }) => finishSetup({ actor, seenAt, address }),
});
