import { transaction } from "@/lib/platform/db";
import { readStanding, type Standing, standingOf } from "@/lib/platform/readiness/standing";
import { isOpenAt } from "../view/readiness";

type Row = { id: number; code: string; name: string; standing: Standing | null; at: Date };

/** The stores a person holds a role in, in the order of these numbers; one statement, however many they are. */
export async function listOwnStores(storeIds: readonly number[]) {
  if (storeIds.length === 0) return [];
  const found = await transaction(
    "system",
    tx => tx.$queryRaw<Row[]>`
      SELECT t.id, t.code, t.name, CASE WHEN o.id IS NOT NULL THEN ${standingOf} END AS standing, app_now() AS at
      FROM stores t LEFT JOIN onboarding o ON o.store_id = t.id WHERE t.id = ANY(${[...storeIds]}::int[])`,
  );
  return storeIds
    .flatMap(id => found.find(store => store.id === id) ?? [])
    .map(({ id, code, name, standing, at }) => ({
      ...{ id, code, name },
      isThroughGate: standing !== null && isOpenAt(readStanding(standing), at),
    }));
}
