import { isAdmin, isStaff } from "@/lib/platform/auth/policy";
import { AppError } from "@/lib/platform/errors";

/** Who acts, with their roles. */
export type Actor = { id: number; roles: readonly { role: string }[] };

/** Who looks. */
export type Reader = Pick<Actor, "roles">;

/** Customers are an admin's work. Throws `forbidden` for an operator, who may look, and `not_found` for anybody else. */
export function requireAdmin(actor: Reader): void {
  if (!isAdmin(actor)) throw new AppError(isStaff(actor) ? "forbidden" : "not_found");
}

/** Only the staff see customers. Throws `not_found`. */
export function requireStaff(reader: Reader): void {
  if (!isStaff(reader)) throw new AppError("not_found");
}
