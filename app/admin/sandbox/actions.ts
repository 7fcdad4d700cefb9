"use server";

import { action } from "@/lib/platform/http/action";
import { FaultEnd, FaultOrder } from "@/lib/platform/sandbox/schema";
import { endFaults, setFault } from "@/lib/platform/sandbox/service";

export const set = action({
  auth: "admin",
  input: FaultOrder,
  handle: ({ actor, input, http: { address, agent } }) => setFault(input, { actorId: actor.id, address, agent }),
});

export const end = action({
  auth: "admin",
  input: FaultEnd,
  handle: ({ actor, input, http: { address, agent } }) =>
    endFaults(input.upstream, { actorId: actor.id, address, agent }),
});
