import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { welcomeMail } from "../messages";
import { isOpenAt } from "../view/readiness";

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
    tenant: `store:${storeId}`,
  });
  await audit(tx, {
    action: "store.verified",
    actor: { kind: "user", id: userId },
    subject: { kind: "store", id: storeId },
  });
  return true;
}

type Held = { id: number; code: string; now: Date };

/** Gives an unclaimed store to whoever verified its code, and says where its owner goes: the wizard until it is finished, then the dashboard. Null without a store. */
export async function arriveAtStore(tx: Tx, who: { userId: number; storeId: number | null }) {
  const isNewStore = who.storeId !== null && (await claimStore(tx, who.userId, who.storeId));
  const [held] = await tx.$queryRaw<Held[]>`
    SELECT s.id, s.code, app_now() AS now FROM user_roles r JOIN stores s ON s.id = r.store_id
    WHERE r.user_id = ${who.userId} AND r.role = 'store' AND (s.id = ${who.storeId} OR NOT ${isNewStore})
    ORDER BY r.id DESC LIMIT 1`;
  if (!held) return null;
  const through = isOpenAt(await getOnboarding(tx, "store", held.id), held.now);
  const redirectTo = `/store/${held.code}/${through ? "dashboard" : "onboarding"}`;
  return { redirectTo, storeId: held.id, needsOnboarding: !through, isNewStore };
}
