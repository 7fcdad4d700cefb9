"use server";

import { NewContract, NewEmployer, NewPlan } from "@/lib/members/schema/employer";
import { addContract } from "@/lib/members/service/add-contract";
import { addEmployer } from "@/lib/members/service/add-employer";
import { addPlan } from "@/lib/members/service/add-plan";
import { action } from "@/lib/platform/http/action";

export const makeEmployer = action({
  auth: "admin",
  input: NewEmployer,
  handle: ({ actor, input, http: { address, agent } }) => addEmployer({ actor, caller: { address, agent } }, input),
});

export const makeContract = action({
  auth: "admin",
  input: NewContract,
  handle: ({ actor, input, http: { address, agent } }) => addContract({ actor, caller: { address, agent } }, input),
});

export const makePlan = action({
  auth: "admin",
  input: NewPlan,
  handle: ({ actor, input, http: { address, agent } }) => addPlan({ actor, caller: { address, agent } }, input),
});
