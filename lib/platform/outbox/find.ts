import { Prisma } from "../db";
import type { OutboxFilter } from "./schema";

// "+352…" loses its plus in an unescaped query; an address is kept as it was typed, or in small letters.
function spellings(text: string): string[] {
  const plain = text.replace(/[\s()]/g, "");
  const number = /^(00|\+)?\d{7,15}$/.test(plain) ? `+${plain.replace(/^(00|\+)/, "")}` : null;
  return [...new Set([text, text.toLowerCase(), ...(number ? [number] : [])])];
}

const beginOf = (day: string) => Prisma.sql`${day}::date::timestamp AT TIME ZONE 'UTC'`;
const endOf = (day: string) => Prisma.sql`(${day}::date + 1)::timestamp AT TIME ZONE 'UTC'`;

/** What a message (`m`) must be for a filter to find it. */
export function conditionsOf({ state, channel, kind, recipient, from, to }: OutboxFilter): Prisma.Sql[] {
  return [
    ...(state ? [Prisma.sql`m.state = ${state}::"OutboxState"`] : []),
    ...(channel ? [Prisma.sql`m.channel = ${channel}::"OutboxChannel"`] : []),
    ...(kind ? [Prisma.sql`m.kind = ${kind}`] : []),
    ...(recipient ? [Prisma.sql`m.recipient = ANY(${spellings(recipient)}::text[])`] : []),
    ...(from ? [Prisma.sql`m.created_at >= ${beginOf(from)}`] : []),
    ...(to ? [Prisma.sql`m.created_at < ${endOf(to)}`] : []),
  ];
}

/** All of these. */
export const allOf = (conditions: readonly Prisma.Sql[]): Prisma.Sql =>
  conditions.length > 0 ? Prisma.join([...conditions], " AND ") : Prisma.sql`true`;
