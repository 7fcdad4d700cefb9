import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import { isOpen } from "../view/readiness";

/** Throws `onboarding_required` for a practitioner who is not through all five steps. */
export async function requireComplete(tx: Tx, practitionerId: number): Promise<void> {
  const onboarding = await getOnboarding(tx, "practitioner", practitionerId);
  if (!isOpen(onboarding)) throw new AppError("onboarding_required", { data: { next: "/onboarding" } });
}
