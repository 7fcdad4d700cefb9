/** What a sync tells the agent, by the code of sources/000. */
export type Notification =
  | { code: "ONBOARDING_STARTED" }
  | { code: "ONBOARDING_COMPLETE"; missing: readonly string[]; isTriedAgain: boolean }
  /** `cause` why nothing arrived, in words for people. */
  | { code: "ONBOARDING_ERROR"; cause?: string };

/** The message of sources/000; what is missing is named as its steps are. */
export function toMessage(told: Notification): string {
  if (told.code === "ONBOARDING_STARTED") return "We've started syncing data from ReZEN";
  if (told.code === "ONBOARDING_ERROR") return ["We've run into an error...", told.cause].filter(Boolean).join(" ");
  const whole = "We've synced all your data from ReZEN";
  if (told.missing.length === 0) return whole;
  return `${whole} except: ${told.missing.join(", ")}.${told.isTriedAgain ? " We will try again." : ""}`;
}
