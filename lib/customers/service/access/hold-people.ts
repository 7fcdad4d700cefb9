import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/** Holds a customer, so that of all who change its people one comes after the other; returns its name. Throws `not_found`. */
export async function holdPeople(tx: Tx, customerId: number): Promise<{ name: string }> {
  const [held] = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM customer WHERE id = ${customerId} FOR NO KEY UPDATE`;
  if (!held) throw new AppError("not_found");
  return held;
}
