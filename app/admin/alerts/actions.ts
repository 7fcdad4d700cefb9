"use server";

import { NewRuleEdit, RuleEdit, RuleParams } from "@/lib/platform/alerts/schema";
import { testRule } from "@/lib/platform/alerts/service";
import { addRule, changeRule, removeRule } from "@/lib/platform/alerts/service/change-rules";
import { action } from "@/lib/platform/http/action";

const { id } = RuleParams.shape;

export const add = action({
  auth: "admin",
  input: NewRuleEdit,
  handle: ({ actor, input, http: { address, agent } }) => addRule(input, { actor, caller: { address, agent } }),
});

export const change = action({
  auth: "admin",
  input: RuleEdit.extend({ id }),
  handle: ({ actor, input: { id, ...input }, http: { address, agent } }) =>
    changeRule(id, input, { actor, caller: { address, agent } }),
});

export const remove = action({
  auth: "admin",
  input: RuleParams,
  handle: ({ actor, input, http: { address, agent } }) => removeRule(input.id, { actor, caller: { address, agent } }),
});

export const test = action({
  auth: "admin",
  input: RuleParams,
  handle: ({ actor, input, http: { address, agent } }) => testRule(input.id, { actor, caller: { address, agent } }),
});
