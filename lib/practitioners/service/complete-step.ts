import type { Tx } from "@/lib/platform/db";
import { advance } from "@/lib/platform/flow/advance";
import type { StepSlug } from "../schema";
import { practitionerOnboarding } from "../steps";
import { type SavedStepView, toSavedStepView } from "../view/onboarding";

type Save = {
  slug: StepSlug;
  input: unknown;
  version?: number;
  /** What the form showed of told values, as its view gave it. */
  shown?: string;
  /** What must hold besides, or throws; asked under the lock. */
  check?: (tx: Tx) => Promise<void>;
  actor: { userId: number; practitionerId: number };
  address: string;
};

/** Saves the answers of one step in its turn; the last open one ends the onboarding. Answers what comes next. */
export async function completeStep({
  slug,
  input,
  version,
  shown,
  check,
  actor,
  address,
}: Save): Promise<SavedStepView> {
  const onboarding = await advance({
    flow: practitionerOnboarding,
    subjectId: actor.practitionerId,
    stepId: slug.replaceAll("-", "_"),
    input,
    version,
    shown,
    check,
    actorId: actor.userId,
    address,
  });
  return toSavedStepView(onboarding);
}
