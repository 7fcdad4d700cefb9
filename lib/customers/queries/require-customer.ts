import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/** Throws `not_found` where there is no such customer. */
export async function requireCustomer(tx: Tx, id: number): Promise<void> {
  if ((await tx.customer.count({ where: { id } })) === 0) throw new AppError("not_found");
}
