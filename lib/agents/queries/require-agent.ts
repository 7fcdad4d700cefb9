import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { requireUser } from "@/lib/platform/auth/current";
import { findOwnAccount } from "./account";

type Place =
  | ("/agent/onboarding" | "/agent/dashboard" | "/agent/settings" | "/agent/key")
  | ("/agent/network" | "/agent/earnings" | "/agent/changes")
  | "/agent/transactions"
  | "/agent/listings"
  | "/agent/syncs";

/** The agent's account of this session; for anybody else the page is not there. For pages; `here` is where a sign-in leads back to. */
export const requireAgent = cache(async (here: Place = "/agent/onboarding") => {
  const session = await requireUser(here);
  const account = await findOwnAccount(session);
  if (!account) notFound();
  return { ...account, name: session.name };
});

/** The same, behind the gate: before anything has arrived there is nothing to look at. */
export async function requireOpenAgent(here: Place = "/agent/dashboard") {
  const agent = await requireAgent(here);
  if (!agent.isThroughGate) redirect("/agent/onboarding");
  return agent;
}
