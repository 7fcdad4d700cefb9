import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, invalidInput } from "@/lib/platform/errors";
import type { EditedOffering, Offering, OfferingSwitch } from "../schema/offering";
import { type OfferingView, offeringFields, toOfferingView } from "../view/offering";
import { requireComplete } from "./open-gate";

type Actor = { userId: number; practitionerId: number };

const mostOfferings = 200;

const toColumns = ({ title, description, price, durationMinutes }: Offering) => ({
  title,
  description,
  price: price?.amount ?? null,
  currency: price?.currency ?? null,
  durationMinutes,
});

type Act = "created" | "edited" | "activated" | "deactivated";

/** Behind the gate, with the onboarding locked, so that what is counted stays so. */
function change(actor: Actor, action: Act, work: (tx: Tx) => Promise<OfferingView>): Promise<OfferingView> {
  return transaction({ practitioner: actor.practitionerId }, async tx => {
    await requireComplete(tx, actor.practitionerId);
    const changed = await work(tx);
    await audit(tx, {
      action: `practitioner.offering_${action}`,
      actor: { kind: "user", id: actor.userId },
      subject: { kind: "practitioner", id: actor.practitionerId },
      detail: { offering: changed.id },
    });
    return changed;
  });
}

async function requireOwn(tx: Tx, id: number) {
  await tx.$executeRaw`SELECT id FROM offerings WHERE id = ${id} FOR UPDATE`;
  const found = await tx.offering.findFirst({ where: { id }, select: offeringFields });
  if (!found) throw new AppError("not_found");
  return found;
}

/** Adds an offering, which nobody else sees yet. Throws `onboarding_required` before the gate. */
export const createOffering = (actor: Actor, input: Offering): Promise<OfferingView> =>
  change(actor, "created", async tx => {
    const { practitionerId } = actor;
    await tx.$executeRaw`SELECT id FROM onboarding WHERE practitioner_id = ${practitionerId} FOR UPDATE`;
    if ((await tx.offering.count({ where: { practitionerId } })) >= mostOfferings)
      throw invalidInput([{ field: "title", code: "too_many", message: "offeringsFull" }]);
    const data = { ...toColumns(input), practitionerId };
    return toOfferingView(await tx.offering.create({ data, select: offeringFields }));
  });

/** Edits an offering. Throws `not_found`, or `version_conflict` with both when it was edited since. */
export const editOffering = (actor: Actor, { id, version, ...input }: EditedOffering): Promise<OfferingView> =>
  change(actor, "edited", async tx => {
    const saved = toOfferingView(await requireOwn(tx, id));
    if (version !== undefined && version !== saved.version)
      throw new AppError("version_conflict", { data: { saved, given: input, version: saved.version } });
    const data = { ...toColumns(input), version: { increment: 1 } };
    return toOfferingView(await tx.offering.update({ where: { id }, data, select: offeringFields }));
  });

/** Shows an offering to everybody, or takes it back; twice is fine. Throws `not_found`. */
export const switchOffering = (actor: Actor, { id, isActive }: OfferingSwitch): Promise<OfferingView> =>
  change(actor, isActive ? "activated" : "deactivated", async tx => {
    await requireOwn(tx, id);
    return toOfferingView(await tx.offering.update({ where: { id }, data: { isActive }, select: offeringFields }));
  });
