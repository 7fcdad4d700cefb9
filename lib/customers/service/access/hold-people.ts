import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/** Holds an account, after the customer: of all who let it in or out of customers one comes after the other, so that each sees whether any is left. */
export async function holdAccount(tx: Tx, userId: number): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${userId} FOR NO KEY UPDATE`;
}

/** Holds a customer, so that of all who change its people one comes after the other; returns its name. Throws `not_found`. */
export async function holdPeople(tx: Tx, customerId: number): Promise<{ name: string }> {
  const [held] = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM customer WHERE id = ${customerId} FOR NO KEY UPDATE`;
  if (!held) throw new AppError("not_found");
  return held;
}
