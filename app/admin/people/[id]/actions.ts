"use server";

import { rights } from "@/lib/kinds";
import { PersonAct } from "@/lib/platform/auth/people/schema";
import { disablePerson, enablePerson, signOutPerson, unblockPerson } from "@/lib/platform/auth/people/service";
import type { SessionUser } from "@/lib/platform/auth/session";
import { action } from "@/lib/platform/http/action";
import type { RequestFacts } from "@/lib/platform/http/facts";
import { eraseSomebody } from "@/lib/platform/rights/service";

type Call = { actor: SessionUser; input: PersonAct; http: RequestFacts };
const orderOf = ({ actor, input, http: { address, agent } }: Call) => ({
  actor,
  id: input.id,
  input,
  caller: { address, agent },
});

export const disable = action({ auth: "admin", input: PersonAct, handle: call => disablePerson(orderOf(call)) });
export const enable = action({ auth: "admin", input: PersonAct, handle: call => enablePerson(orderOf(call)) });
export const signOutEverywhere = action({
  auth: "admin",
  input: PersonAct,
  handle: call => signOutPerson(orderOf(call)),
});
export const unblock = action({ auth: "admin", input: PersonAct, handle: call => unblockPerson(orderOf(call)) });
export const erase = action({
  auth: "admin",
  input: PersonAct,
  handle: ({ actor, input, http: { address, agent } }) =>
    eraseSomebody({ ...rights, id: input.id, actorId: actor.id, caller: { address, agent }, reason: input.reason }),
});
