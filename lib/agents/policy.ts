import { isAdmin, isStaff } from "@/lib/platform/auth/policy";

type Actor = { id: number; roles: readonly { role: string }[] };

/** Is this the actor's own account, and are they an agent? */
const isOwn = ({ id, roles }: Actor, userId: number): boolean =>
  id === userId && roles.some(({ role }) => role === "agent");

/** May they start, retry and stop the syncs of this account: their own, or anybody's as an admin. */
export const canActFor = (actor: Actor, userId: number): boolean => isOwn(actor, userId) || isAdmin(actor);

/** May they see how the syncs of this account go: their own, or anybody's as one of the staff. */
export const canSee = (actor: Actor, userId: number): boolean => isOwn(actor, userId) || isStaff(actor);

/** Do they know already that there is such an account, so that a refusal may say it is not theirs to use? */
export const canKnow = (actor: Actor, userId: number): boolean => actor.id === userId || isStaff(actor);
