import { PrismaPg } from "@prisma/adapter-pg";
import { Client } from "undici";
import { PrismaClient } from "@/prisma/generated/client";
import {
  type Row,
  toContribution,
  toListing,
  toMember,
  toPaid,
  toPeople,
  toTransaction,
  type Wire,
} from "./agent-rows";
import { type Copied, listPages, pathsOf } from "./copy-agent";

const day = /^\d{4}-\d{2}-\d{2}$/;
const toData = (row: Row) =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      typeof value === "string" && day.test(value) ? new Date(value) : value,
    ]),
  );

type Upsert = (row: { where: never; create: never; update: never }) => Promise<unknown>;
type Table = { upsert: unknown };

/** Upserts rows of a table one after the other; `keys` are the fields of its primary key. */
async function upsertAll(table: Table, keys: readonly string[], rows: readonly Row[]): Promise<number> {
  for (const row of rows) {
    const data = toData(row);
    const where = { [keys.join("_")]: Object.fromEntries(keys.map(key => [key, data[key]])) };
    await (table.upsert as Upsert)({ where: where as never, create: data as never, update: data as never });
  }
  return rows.length;
}

/** The first entries of a list. */
async function take(rezen: Client, copied: Copied, path: string | undefined, count: number): Promise<Wire[]> {
  const found: Wire[] = [];
  for await (const page of listPages(rezen, copied, path ?? "")) {
    found.push(...page);
    if (found.length >= count) break;
  }
  return found.slice(0, count);
}

async function upsertTransactions(prisma: PrismaClient, userId: number, deals: readonly Wire[]): Promise<number> {
  const synced = deals.map(deal => ({ ...toTransaction(userId, "CLOSED", deal), synced_at: new Date().toISOString() }));
  let rows = 0;
  for (const [at, deal] of deals.entries()) {
    const people = toPeople(userId, deal);
    rows += await upsertAll(prisma.transaction, ["userId", "id"], synced.slice(at, at + 1));
    rows += await upsertAll(prisma.participant, ["userId", "transactionId", "id"], people);
    rows += await upsertAll(prisma.paidParticipant, ["userId", "transactionId", "participantId"], toPaid(people));
  }
  return rows;
}

/** What one would write without this product: every row fetched is upserted by Prisma; `share` of all that there is. In seconds and rows. */
export async function upsertAgent(databaseUrl: string, copied: Copied, counts: Record<string, number>) {
  const rezen = new Client(copied.agents.origin, { pipelining: 1 });
  const adapter = new PrismaPg({ connectionString: databaseUrl, options: "-c role=gangway_system", max: 1 });
  const prisma = new PrismaClient({ adapter });
  const { userId, agentId } = copied;
  const paths = pathsOf(copied);
  const closed = (list: "transactions" | "listing-transactions") => paths.deals(list)[1]?.path;
  const began = performance.now();
  let rows = 0;
  const listed = await take(rezen, copied, closed("listing-transactions"), counts.listings ?? 0);
  const listings = listed.map(deal => ({ ...toListing(userId, "CLOSED", deal), synced_at: new Date().toISOString() }));
  rows += await upsertAll(prisma.listing, ["userId", "id"], listings);
  const deals = await take(rezen, copied, closed("transactions"), counts.transactions ?? 0);
  rows += await upsertTransactions(prisma, userId, deals);
  const given = await take(rezen, copied, paths.contributions[0], counts.contributions ?? 0);
  const contributions = given.map(one => toContribution(userId, agentId, one));
  rows += await upsertAll(prisma.contribution, ["userId", "contributionIdRaw"], contributions);
  const below = await take(rezen, copied, paths.downLine[0]?.path, counts.network ?? 0);
  const network = below.map(one => toMember(userId, 1, one));
  rows += await upsertAll(prisma.sponsorTreeEntry, ["userId", "direction", "agentId"], network);
  const seconds = (performance.now() - began) / 1000;
  await prisma.$disconnect();
  await rezen.destroy();
  return { seconds, rows };
}
