import { transaction } from "@/lib/platform/db";
import { requireComplete } from "../service/open-gate";
import { type OfferingView, offeringFields, toOfferingView } from "../view/offering";

/** What a practitioner offers, newest first. Throws `onboarding_required` before the gate. */
export const listOfferings = (practitionerId: number): Promise<OfferingView[]> =>
  transaction({ practitioner: practitionerId }, async tx => {
    await requireComplete(tx, practitionerId);
    const where = { practitionerId };
    const found = await tx.offering.findMany({ where, select: offeringFields, orderBy: { id: "desc" } });
    return found.map(toOfferingView);
  });
