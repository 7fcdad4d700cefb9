import { isRecord } from "@/lib/platform/parse-json";
import { Drift } from "./drift";
import type { Award, Equity, Unreadable } from "./entities";
import { Fields, UnreadableEntry } from "./fields";
import { readEntry } from "./pages";
import { agentOf, askRezen, failureOf, type RezenAccess } from "./rezen-call";
import { rezenPaths } from "./rezen-paths";

// Totals are summed from the awards.
const leftOut = new Set(["agentId", "yentaId", "totals", "asOf", "createdAt", "updatedAt", "hasNext", "totalCount"]);
const leftOutOfAward = new Set([
  "agentId",
  "planId",
  "createdAt",
  "updatedAt",
  "exercisedAt",
  "forfeitedAt",
  "currency",
  "transactionId",
]);

/** Reads all awards of shares of an agent and the price of a share. Throws OutboundError. */
export async function readEquity(
  access: RezenAccess,
  signal?: AbortSignal,
): Promise<{ equity: Equity; unreadable: Unreadable[]; drift: string[] }> {
  return readEquityBody(await askRezen(access, rezenPaths.equity(agentOf(access)), signal));
}

/** Reads the body of an agent's equity; throws OutboundError `unexpected` when there is no list of awards. */
export function readEquityBody(body: unknown): { equity: Equity; unreadable: Unreadable[]; drift: string[] } {
  if (!isRecord(body)) throw failureOf("unexpected");
  const drift = new Drift();
  const fields = new Fields(body, "equity", drift).withCurrency("currency");
  const list = fields.any("awards", "grants");
  if (!Array.isArray(list)) throw failureOf("unexpected");
  const awards: Award[] = [];
  const unreadable: Unreadable[] = [];
  const read = (award: Fields) => awardFrom(award.inCurrency(fields.currency).withCurrency("currency"));
  for (const entry of list as unknown[]) {
    const found = readEntry({ name: "awards", read, leftOut: leftOutOfAward }, entry, drift);
    if ("item" in found) awards.push(found.item);
    else unreadable.push(found);
  }
  const equity = { sharePrice: fields.amount("sharePrice"), awards };
  fields.close(leftOut);
  return { equity, unreadable, drift: drift.list() };
}

function awardFrom(fields: Fields): Award {
  const id = fields.requiredId("id", "awardId", "grantId", "uuid");
  const shares = fields.decimal("shares", "quantity");
  if (shares === null) throw new UnreadableEntry("shares", "must be a number");
  return {
    id,
    grantType: fields.text("grantType", "type"),
    shares,
    price: fields.amount("price", "grantPrice"),
    grantDate: fields.day("grantDate"),
    vestingDate: fields.day("vestingDate"),
    status: fields.text("status"),
  };
}
