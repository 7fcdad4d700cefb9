import { getStepFigures } from "@/lib/platform/flow/queries";
import type { Period } from "@/lib/platform/flow/schema";
import { storeOnboarding } from "../steps";

/** What happened at each step of the stores' wizard in a period. */
export const listStoreSteps = (period: Period) => getStepFigures(storeOnboarding, period);
