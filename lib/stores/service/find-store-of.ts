import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/** The store that an onboarding is of; throws `not_found`. */
export async function findStoreOf(onboardingId: number): Promise<number> {
  const found = await transaction("system", tx =>
    tx.onboarding.findUnique({ where: { id: onboardingId }, select: { storeId: true } }),
  );
  if (!found || found.storeId === null) throw new AppError("not_found");
  return found.storeId;
}
