"use server";

import { ContractAct, EmployerAct, PlanAct } from "@/lib/members/schema/employer";
import { cancelContract } from "@/lib/members/service/cancel-contract";
import { disableEmployer, enableEmployer } from "@/lib/members/service/open-employer";
import { retirePlan } from "@/lib/members/service/retire-plan";
import type { SessionUser } from "@/lib/platform/auth/session";
import { action } from "@/lib/platform/http/action";
import type { RequestFacts } from "@/lib/platform/http/facts";

type Call = { actor: SessionUser; http: RequestFacts };
const byOf = ({ actor, http: { address, agent } }: Call) => ({ actor, caller: { address, agent } });

export const retire = action({
  auth: "admin",
  input: PlanAct,
  handle: call => retirePlan(byOf(call), call.input.id, call.input),
});
export const cancel = action({
  auth: "admin",
  input: ContractAct,
  handle: call => cancelContract(byOf(call), call.input.id, call.input),
});
export const disable = action({
  auth: "admin",
  input: EmployerAct,
  handle: call => disableEmployer(byOf(call), call.input.id, call.input),
});
export const enable = action({
  auth: "admin",
  input: EmployerAct,
  handle: call => enableEmployer(byOf(call), call.input.id, call.input),
});
