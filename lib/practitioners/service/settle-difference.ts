import { settleDifference } from "@/lib/platform/flow/difference";
import type { Settlement } from "../schema/settlement";
import { practitionerOnboarding } from "../steps";
import { type DifferenceView, toDifferenceView, toFieldName } from "../view/difference";

type Settle = { actor: { userId: number; practitionerId: number }; given: Settlement; address: string };

/**
 * Keeps what a practitioner says of a difference; answers which are left. The calling data stays as it is. Throws `already_completed`, and
 * `version_conflict` when there is no such difference any more.
 */
export async function settleOwnDifference({ actor, given, address }: Settle): Promise<DifferenceView[]> {
  const { step, field, theirs, keep } = given;
  const left = await settleDifference({
    flow: practitionerOnboarding,
    subjectId: actor.practitionerId,
    actorId: actor.userId,
    address,
    step,
    field: toFieldName(field),
    theirs,
    keep,
  });
  return left.map(toDifferenceView);
}
