import { now } from "@/lib/platform/clock";
import { transaction } from "@/lib/platform/db";
import { standingFields } from "@/lib/platform/readiness/standing";
import { isOpenAt } from "../view/readiness";

const fields = { code: true, name: true, onboarding: { select: standingFields } } as const;

/** The stores a person holds a role in, each read as its own tenant; at most ten. */
export async function listOwnStores(storeIds: number[]) {
  const at = await now();
  const found = await Promise.all(
    storeIds
      .slice(-10)
      .map(id => transaction({ store: id }, tx => tx.store.findUnique({ where: { id }, select: fields }))),
  );
  return found.flatMap(store =>
    store
      ? [
          {
            code: store.code,
            name: store.name,
            isThroughGate: store.onboarding !== null && isOpenAt(store.onboarding, at),
          },
        ]
      : [],
  );
}
