import { maskIdentifier } from "@/lib/platform/auth/identifier";
import { transaction } from "@/lib/platform/db";
import type { CustomerRole } from "../schema/access";
import { findJoin, type JoinState } from "../service/access/find-join";

/** An invite as its page shows it to whoever holds the link: of the address a mask. */
export type JoinView =
  | { state: "open"; customer: string; role: CustomerRole; to: string; expiresAt: string }
  | { state: Exclude<JoinState, "open"> | "unknown" };

/** What the link of an invite opens. Reads only: whoever looks at a link has not accepted anything. */
export async function lookAtJoin(token: string): Promise<JoinView> {
  const found = await transaction("system", tx => findJoin(tx, token));
  if (!found) return { state: "unknown" };
  const { state, customer, role, email, expiresAt } = found;
  if (state !== "open") return { state };
  const to = maskIdentifier({ channel: "email", identifier: email });
  return { state, customer, role, to, expiresAt: expiresAt.toISOString() };
}
