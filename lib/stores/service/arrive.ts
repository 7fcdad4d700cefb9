import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { getOnboarding, isThroughGate } from "@/lib/platform/flow/onboarding";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { welcomeMail } from "../messages";

async function claimStore(tx: Tx, userId: number, storeId: number): Promise<boolean> {
  const [store] = await tx.$queryRaw<{ code: string; name: string; ownerName: string; email: string }[]>`
    UPDATE stores SET owner_id = ${userId}, verified_at = app_now() WHERE id = ${storeId} AND owner_id IS NULL
    RETURNING code, name, owner_name AS "ownerName", email`;
  if (!store) return false;
  await tx.$executeRaw`INSERT INTO user_roles (user_id, role, store_id) VALUES (${userId}, 'store', ${storeId}) ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`UPDATE "user" SET name = coalesce(name, ${store.ownerName}), email = coalesce(email, ${store.email}) WHERE id = ${userId}`;
  await enqueueMessage(tx, {
    channel: "email",
    recipient: store.email,
    ...(await welcomeMail(store)),
    dedupeKey: `store.welcome:${storeId}`,
  });
  await audit(tx, {
    action: "store.verified",
    actor: { kind: "user", id: userId },
    subject: { kind: "store", id: storeId },
  });
  return true;
}

/** Gives an unclaimed store to whoever verified its code, and says where its owner goes: the wizard until it is finished, then the dashboard. Null without a store. */
export async function arriveAtStore(tx: Tx, who: { userId: number; storeId: number | null }) {
  const isNewStore = who.storeId !== null && (await claimStore(tx, who.userId, who.storeId));
  const held = await tx.userRole.findFirst({
    where: { userId: who.userId, role: "store", ...(isNewStore ? { storeId: who.storeId } : {}) },
    orderBy: { id: "desc" },
    select: { storeId: true, store: { select: { code: true } } },
  });
  if (!held?.storeId || !held.store) return null;
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT app_now() AS now`;
  const through = isThroughGate(await getOnboarding(tx, "store", held.storeId), clock?.now ?? new Date());
  const redirectTo = `/store/${held.store.code}/${through ? "dashboard" : "onboarding"}`;
  return { redirectTo, storeId: held.storeId, needsOnboarding: !through, isNewStore };
}
