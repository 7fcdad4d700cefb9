"use server";

import { PersonAct } from "@/lib/platform/auth/people/schema";
import { disablePerson, enablePerson, signOutPerson, unblockPerson } from "@/lib/platform/auth/people/service";
import { action } from "@/lib/platform/http/action";

export const disable = action({
  auth: "admin",
  input: PersonAct,
  handle: ({ actor, input, http: { address, agent } }) =>
    disablePerson({ actor, id: input.id, input, caller: { address, agent } }),
});

export const enable = action({
  auth: "admin",
  input: PersonAct,
  handle: ({ actor, input, http: { address, agent } }) =>
    enablePerson({ actor, id: input.id, input, caller: { address, agent } }),
});

export const signOutEverywhere = action({
  auth: "admin",
  input: PersonAct,
  handle: ({ actor, input, http: { address, agent } }) =>
    signOutPerson({ actor, id: input.id, input, caller: { address, agent } }),
});

export const unblock = action({
  auth: "admin",
  input: PersonAct,
  handle: ({ actor, input, http: { address, agent } }) =>
    unblockPerson({ actor, id: input.id, input, caller: { address, agent } }),
});
