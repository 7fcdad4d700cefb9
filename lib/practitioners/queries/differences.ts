import { listDifferences } from "@/lib/platform/flow/difference";
import { practitionerOnboarding } from "../steps";
import { type DifferenceView, toDifferenceView } from "../view/difference";

/** Where the calling system has come to tell something else than the practitioner answered, while the wizard is open. */
export const listOwnDifferences = async (practitionerId: number): Promise<DifferenceView[]> =>
  (await listDifferences(practitionerOnboarding, practitionerId)).map(toDifferenceView);
