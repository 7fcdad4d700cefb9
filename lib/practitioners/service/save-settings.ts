import { revise } from "@/lib/platform/flow/advance";
import type { StepSlug } from "../schema";
import { practitionerOnboarding } from "../steps";
import { requireComplete } from "./open-gate";

type Save = {
  slug: StepSlug;
  input: unknown;
  version?: number;
  actor: { userId: number; practitionerId: number };
  address: string;
};

/**
 * Changes the answers of a step after the onboarding, checked as there; that it ended, and when, stays. Answers the new version. Throws
 * `onboarding_required` before the gate, `version_conflict`, or what the step refuses.
 */
export async function saveSettings({ slug, input, version, actor, address }: Save): Promise<{ version: number }> {
  const [subjectId, stepId] = [actor.practitionerId, slug.replaceAll("-", "_")];
  const wanted = { flow: practitionerOnboarding, subjectId, stepId, input, version, actorId: actor.userId, address };
  const { steps } = await revise(wanted, tx => requireComplete(tx, subjectId));
  return { version: steps.find(({ step }) => step === stepId)?.version ?? 0 };
}
