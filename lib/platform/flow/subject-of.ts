import { transaction } from "../db";
import { AppError } from "../errors";
import { type Kind, ownerFields, subjectOf } from "./subject";

/** Whose an onboarding is, of whichever kind; throws `not_found`. */
export async function getSubject(onboardingId: number): Promise<{ kind: Kind; subjectId: number }> {
  const select = { kind: true, ...ownerFields };
  const found = await transaction("system", tx => tx.onboarding.findUnique({ where: { id: onboardingId }, select }));
  const subjectId = found && subjectOf(found.kind, found);
  if (!found || subjectId === null) throw new AppError("not_found");
  return { kind: found.kind, subjectId };
}
