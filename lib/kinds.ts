import type { Tx } from "./platform/db";
import { arriveAtStore } from "./stores/service/arrive";

/** Who arrives: the person, the store their code was for, and what they came for. */
export type Arrival = { userId: number; storeId: number | null; audience: string | null };
/** Where they go. */
export type Destination = {
  redirectTo: string;
  storeId: number | null;
  needsOnboarding: boolean;
  isNewStore?: boolean;
};

/** Where a person goes after signing in: their store first, then the admin's desk, else the front page. */
export async function arrive(tx: Tx, who: Arrival): Promise<Destination> {
  const staff = await tx.userRole.findFirst({
    where: { userId: who.userId, role: { in: ["admin", "operator"] } },
    select: { role: true },
  });
  if (staff && who.storeId === null) return { redirectTo: "/admin", storeId: null, needsOnboarding: false };
  const store = await arriveAtStore(tx, who);
  return store ?? { redirectTo: "/", storeId: null, needsOnboarding: false };
}
