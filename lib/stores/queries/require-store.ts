import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { addressOfPage, requireUser } from "@/lib/platform/auth/current";
import { findStoreByCode } from "./onboarding";
import { listOwnStores } from "./own-stores";

/** The store of this session, if the code in the URL is its own. To another one of theirs people change first; anybody else's is not there. For pages. */
export const requireStore = cache(async (code: string) => {
  const session = await requireUser(`/store/${code}/onboarding`);
  const isOwner =
    session.storeId !== null && session.roles.some(held => held.role === "store" && held.storeId === session.storeId);
  const store = isOwner && session.storeId !== null ? await findStoreByCode(session.storeId, code) : null;
  if (store) return store;
  const others = session.roles.flatMap(({ role, storeId }) => (role === "store" && storeId !== null ? [storeId] : []));
  if (!(await listOwnStores(others)).some(one => one.code === code)) notFound();
  return redirect(`/choose?next=${encodeURIComponent(await addressOfPage(`/store/${code}/onboarding`))}`);
});

/** The same, behind the gate: an unfinished store goes to its wizard. */
export async function requireOpenStore(code: string) {
  const store = await requireStore(code);
  if (!store.isThroughGate) redirect(`/store/${code}/onboarding`);
  return store;
}
