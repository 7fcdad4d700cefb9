import { AppError } from "@/lib/platform/errors";
import { canActFor, canKnow, canSee } from "../policy";

/** Who acts, with their roles. */
export type Actor = { id: number; roles: readonly { role: string }[] };

const refuse = (actor: Actor, userId: number) => new AppError(canKnow(actor, userId) ? "forbidden" : "not_found");

/** Whose sync is acted on: the actor's own unless another is named. Throws `forbidden` for who is no agent, and `not_found` for others' accounts. */
export function chooseAccount(actor: Actor, userId = actor.id): number {
  if (!canActFor(actor, userId)) throw refuse(actor, userId);
  return userId;
}

/** Whose sync is looked at; operators may look at anybody's. Throws as `chooseAccount`. */
export function chooseSeen(actor: Actor, userId = actor.id): number {
  if (!canSee(actor, userId)) throw refuse(actor, userId);
  return userId;
}
