import { z } from "zod";
import type { DirectResult } from "../service/activate-directly";
import { StaffExplained, toStaffExplained } from "./activation";

/** Which plan has begun, and when. */
export const DirectActivated = z.object({
  subscriptionId: z.string(),
  status: z.literal("activated"),
  activationDate: z.string(),
});

/** What a call would bring about, and why not; `member` says whether they are there already or would be made. */
export const DirectExplained = StaffExplained.extend({ member: z.enum(["known", "new"]) });

/** What the direct door answers: what was done, or with `dry_run` what would be. */
export const DirectAnswer = z.union([DirectActivated, DirectExplained]);
export type DirectAnswer = z.infer<typeof DirectAnswer>;

/** An activation in the contract's words, or what it would be. */
export function toDirectAnswer(result: DirectResult, isDryRun: boolean): DirectAnswer {
  const { subscriptionId, activatedAt, isNew } = result;
  if (isDryRun || subscriptionId === null) return { ...toStaffExplained(result), member: isNew ? "new" : "known" };
  return { subscriptionId, status: "activated", activationDate: activatedAt.toISOString() };
}
