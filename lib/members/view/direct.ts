import { z } from "zod";
import type { ActivationResult } from "../schema/activation";
import type { DirectResult } from "../service/activate-directly";
import { StaffExplained, toStaffExplained } from "./activation";

/** Which plan has begun, and when. */
export const DirectActivated = z.object({
  subscriptionId: z.string(),
  status: z.literal("activated"),
  activationDate: z.string(),
});

/** Who was asked aboard: nothing has begun yet. */
export const DirectInvited = z.object({
  subscriptionId: z.null(),
  status: z.literal("invited"),
  activationDate: z.null(),
});

/** What a call would bring about, and why not; `member` says whether they are there already or would be made. */
export const DirectExplained = StaffExplained.extend({ member: z.enum(["known", "new"]) });

/** What the direct door answers: what was done, or with `dry_run` what would be. */
export const DirectAnswer = z.union([DirectActivated, DirectInvited, DirectExplained]);
export type DirectAnswer = z.infer<typeof DirectAnswer>;

/** An activation in the contract's words. */
export function toDirectActivated({ subscriptionId, activatedAt }: ActivationResult) {
  if (subscriptionId === null) throw new Error("an activation at once began nothing");
  return { subscriptionId, status: "activated" as const, activationDate: activatedAt.toISOString() };
}

/** The same, an invite, or what it would be. */
export function toDirectAnswer(result: DirectResult, isDryRun: boolean): DirectAnswer {
  if (!result.decision) return { subscriptionId: null, status: "invited", activationDate: null };
  if (isDryRun) return { ...toStaffExplained(result), member: result.isNew ? "new" : "known" };
  return toDirectActivated(result);
}
