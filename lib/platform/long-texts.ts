import { Prisma } from "@/prisma/generated/client";
import { randomToken } from "./crypto";

// Shorter ones cost Prisma next to nothing.
const longAt = 2_000;

// Next loads modules once per bundle; names are known to whoever opened the connections.
const held = globalThis as typeof globalThis & { gangwayLent?: Map<string, string> };
held.gangwayLent ??= new Map();
const lent = held.gangwayLent;

/** Puts a name that only this process knows in the place of a long text. */
function lend(text: string, names: string[]): string {
  // Nobody outside can name one: what comes from there never stands for another text.
  const name = `long text ${randomToken(16)}`;
  lent.set(name, text);
  names.push(name);
  return name;
}

/**
 * Sends a statement whose texts are long, as part of the transaction and just as `$queryRaw` does, but for what Prisma would make of them: a second
 * text of hundreds of kilobytes, read again, before the first one is sent. Prisma is given names in their place, and the connection the texts.
 */
export async function queryLong<Row>(tx: Prisma.TransactionClient, { strings, values }: Prisma.Sql): Promise<Row[]> {
  const names: string[] = [];
  const short = values.map(value => (typeof value === "string" && value.length > longAt ? lend(value, names) : value));
  try {
    return await tx.$queryRaw<Row[]>(new Prisma.Sql(strings, short));
  } finally {
    for (const name of names) lent.delete(name);
  }
}

/** What a connection is to send for these values: long texts for their names. */
export const withLongTexts = (values: readonly unknown[]): unknown[] =>
  values.map(value => (typeof value === "string" && lent.get(value)) || value);
