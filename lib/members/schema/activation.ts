import { z } from "zod";
import type { MemberState } from "./transition";

/** The ways to a plan: by us at once, by an invitation, by a partner, by itself, by an admin. */
export const doors = ["direct", "invite", "partner", "auto", "admin"] as const;
export const Door = z.enum(doors);
export type Door = z.output<typeof Door>;

/** What must hold before somebody gets a plan, in the order in which it is told. */
export const ruleIds = [
  "contract_active",
  "plan_of_contract",
  "plan_active",
  "seat_free",
  "not_erased",
  "name",
  "dob",
  "gender",
  "relation",
  "reach",
  "govt_id",
  "address",
  "pincode",
  "nominee",
  "direct_allowed",
  "auto_allowed",
  "no_duplicate",
] as const;
export type RuleId = (typeof ruleIds)[number];

/** One rule and whether it held; of a broken one the field (as on the wire, in camelCase) and the code of its fault. */
export type RuleOutcome = { id: RuleId; ok: boolean; field?: string; code?: string };

/** Why somebody got a plan or did not. Holds no value of the person's. */
export type Decision = {
  rules: RuleOutcome[];
  /** The subscription that ends so that the new one can begin. */
  wouldEnd: string | null;
  /** The plan. */
  wouldBegin: string;
  /** False when somebody else was acting on this member at the time. */
  lockFree: boolean;
  wouldMail: boolean;
  from: MemberState;
  /** Null when it is refused. */
  to: MemberState | null;
};

/** What an activation came to; `decision` is all that a dry run brings about. */
export type ActivationResult = {
  /** The subscription that has begun; null for one that starts later, and for a dry run. */
  subscriptionId: string | null;
  /** Where the member stands now; after a dry run, where they stand or would. */
  state: MemberState;
  /** Since when it is active, or from when it will be. */
  activatedAt: Date;
  /** The subscription that has ended for it. */
  replaced: string | null;
  decision: Decision;
};
