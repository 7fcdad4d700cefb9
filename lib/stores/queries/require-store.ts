import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { requireUser } from "@/lib/platform/auth/current";
import { findStoreByCode } from "./onboarding";

/** The store of this session, if the code in the URL is its own; anybody else's is not there. For pages. */
export const requireStore = cache(async (code: string) => {
  const session = await requireUser(`/store/${code}/onboarding`);
  const isOwner =
    session.storeId !== null && session.roles.some(held => held.role === "store" && held.storeId === session.storeId);
  const store = isOwner && session.storeId !== null ? await findStoreByCode(session.storeId, code) : null;
  return store ?? notFound();
});

/** The same, behind the gate: an unfinished store goes to its wizard. */
export async function requireOpenStore(code: string) {
  const store = await requireStore(code);
  if (!store.isThroughGate) redirect(`/store/${code}/onboarding`);
  return store;
}
