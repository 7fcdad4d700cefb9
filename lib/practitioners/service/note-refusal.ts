import type { Refusal } from "@/lib/platform/flow/schema";
import { noteRefused } from "@/lib/platform/flow/step-event";
import { practitionerOnboarding } from "../steps";

/** Notes which fields of a step a practitioner's form would not send. */
export async function noteRefusal(practitionerId: number, refusal: Refusal): Promise<null> {
  await noteRefused(practitionerOnboarding, practitionerId, refusal);
  return null;
}
