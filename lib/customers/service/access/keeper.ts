import type { Tx } from "@/lib/platform/db";
import { type Actor, requireAdmin } from "../../policy";
import { type CustomerReader, requireRight } from "../../queries/standing";
import { holdPeople } from "./hold-people";

const isAdmin = Symbol("an admin");

/** Who looks after a customer's people: somebody of its own, whose right to it is looked at, or an admin. What was sent can name no admin. */
export type Keeper = CustomerReader & { readonly [isAdmin]?: true };

/** An admin who looks after a customer's people. Throws `forbidden` and `not_found`. */
export function asAdmin(actor: Actor, { customerId }: Pick<Keeper, "customerId">): Keeper {
  requireAdmin(actor);
  return { userId: actor.id, customerId, [isAdmin]: true };
}

/** Holds a customer's people, then looks whether who wants to change them may at this moment. Throws `not_found`. */
export async function holdAsKeeper(tx: Tx, keeper: Keeper): Promise<void> {
  await holdPeople(tx, keeper.customerId);
  if (!keeper[isAdmin]) await requireRight(tx, keeper, "users.manage");
}
