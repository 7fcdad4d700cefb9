import { transaction } from "../db";
import { AppError } from "../errors";
import { type Kind, subjectOf } from "./subject";

/** Whose an onboarding is, of whichever kind; throws `not_found`. */
export async function getSubject(onboardingId: number): Promise<{ kind: Kind; subjectId: number }> {
  const select = { kind: true, storeId: true, practitionerId: true, agentUserId: true, memberId: true } as const;
  const found = await transaction("system", tx => tx.onboarding.findUnique({ where: { id: onboardingId }, select }));
  // Kinds that the database knows are one list with those of `subject.ts`.
  const kind = found?.kind as Kind | undefined;
  const subjectId = found && kind ? subjectOf(kind, found) : null;
  if (!kind || subjectId === null) throw new AppError("not_found");
  return { kind, subjectId };
}
