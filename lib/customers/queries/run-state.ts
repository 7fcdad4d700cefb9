import type { z } from "zod";
import { CustomerStatus } from "../view/customer";

type Standing = {
  onboardingStatus: string;
  runStatus: string | null;
  runTrigger: string | null;
  isRunOpen: boolean | null;
};

/** Did this begin a sync? One is none of the onboarding's, however it ends. */
export const isSync = (trigger: string | null) => trigger === "sync" || trigger === "schedule";

/** Where an onboarding stands. One that is complete stays so, but while a run of it waits for somebody, or goes on that was begun for its own sake. */
export function statusOf({
  onboardingStatus,
  runStatus,
  runTrigger,
  isRunOpen,
}: Standing): z.infer<typeof CustomerStatus> {
  const isAsked = isRunOpen === true && (runStatus === "waiting" || !isSync(runTrigger));
  return CustomerStatus.parse(onboardingStatus === "complete" && isAsked ? runStatus : onboardingStatus);
}
