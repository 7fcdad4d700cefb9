import type { Refusal } from "@/lib/platform/flow/schema";
import { noteRefused } from "@/lib/platform/flow/step-event";
import { storeOnboarding } from "../steps";

/** Notes which fields of a step a store's form would not send. */
export async function noteRefusal(storeId: number, refusal: Refusal): Promise<null> {
  await noteRefused(storeOnboarding, storeId, refusal);
  return null;
}
