import { Prisma, type Tx } from "../db";
import type { Choice } from "./schema";

/** Whether a person wants to be told something by some way, as a condition in SQL: what every sender asks, in the transaction in which it sends. */
export const isWanted = (userId: Prisma.Sql | number, choice: Prisma.Sql | Choice): Prisma.Sql =>
  Prisma.sql`wants(${userId}, ${choice})`;

/** The same by itself; what belongs to nobody yet is told. */
export async function wants(tx: Tx, userId: number | null, choice: Choice): Promise<boolean> {
  if (userId === null) return true;
  const [row] = await tx.$queryRaw<{ wanted: boolean }[]>`SELECT ${isWanted(userId, choice)} AS wanted`;
  return row?.wanted ?? true;
}

/** Holds what a person wants until the end of the transaction: whoever changes it waits, and what somebody else was about to change is done. */
export const holdChoices = (tx: Tx, userId: number) =>
  tx.$queryRaw`SELECT FROM "user" WHERE id = ${userId} FOR NO KEY UPDATE`;
