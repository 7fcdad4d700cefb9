import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { getOnboarding, type OnboardingRow } from "@/lib/platform/flow/onboarding";
import { isFinished, isOpenAt } from "../view/readiness";

/** The refusal of whatever lies behind the gate, with the way to what is left to do. */
async function toRefusal(tx: Tx, storeId: number): Promise<AppError> {
  const { code } = await tx.store.findUniqueOrThrow({ where: { id: storeId }, select: { code: true } });
  return new AppError("onboarding_required", { data: { next: `/store/${code}/onboarding` } });
}

/** Throws `onboarding_required` while an onboarding is not complete: there is no shop yet whose feeds could be read again. */
export async function requireComplete(tx: Tx, onboarding: OnboardingRow): Promise<void> {
  const { storeId } = onboarding;
  if (storeId !== null && !isFinished(onboarding)) throw await toRefusal(tx, storeId);
}

/** Throws `onboarding_required` for a store that is not through its gate. */
export async function requireThroughGate(tx: Tx, onboarding: OnboardingRow): Promise<void> {
  const [time] = await tx.$queryRaw<{ now: Date }[]>`SELECT app_now() AS now`;
  if (onboarding.storeId !== null && !(time && isOpenAt(onboarding, time.now)))
    throw await toRefusal(tx, onboarding.storeId);
}

/** The code of a store that is through its gate; throws `onboarding_required` for any other. */
export async function requireOpenGate(storeId: number): Promise<string> {
  return transaction({ store: storeId }, async tx => {
    await requireThroughGate(tx, await getOnboarding(tx, "store", storeId));
    return (await tx.store.findUniqueOrThrow({ where: { id: storeId }, select: { code: true } })).code;
  });
}
