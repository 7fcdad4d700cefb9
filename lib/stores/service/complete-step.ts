import { now } from "@/lib/platform/clock";
import { advance } from "@/lib/platform/flow/advance";
import type { StepSlug } from "../schema";
import { storeOnboarding } from "../steps";
import { type SavedStepView, toStatusView } from "../view/onboarding";

type Save = {
  slug: StepSlug;
  input: unknown;
  version?: number;
  actor: { userId: number; storeId: number };
  address: string;
};

/** Saves the answers of one step in its turn; answers where the store stands and what comes next. */
export async function completeStep({ slug, input, version, actor, address }: Save): Promise<SavedStepView> {
  const stepId = slug.replaceAll("-", "_");
  const onboarding = await advance({
    flow: storeOnboarding,
    subjectId: actor.storeId,
    stepId,
    input,
    version,
    actorId: actor.userId,
    address,
  });
  const status = toStatusView(onboarding, { at: await now() });
  const proved = slug === "letzshop-api" ? { connectionTested: true as const } : {};
  return { stepCompleted: true, ...proved, nextStep: status.currentStep, status };
}
