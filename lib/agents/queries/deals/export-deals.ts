import { audit } from "@/lib/platform/audit";
import { now } from "@/lib/platform/clock";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Download } from "@/lib/platform/http/csv-file";
import type { Turn } from "@/lib/platform/keyset";
import { type DealFilter, type DealKind, type DealSearch, isFiltered, readDealSearch } from "../../schema/deals";
import { dealColumns, toDealLine } from "../../view/deals";
import { findAccount } from "../account";
import { isGathered, readDeals } from "./list-deals";
import { sources } from "./sources";

/** How many rows are read at once; more where each page goes through all of the account's rows. */
const [pageSize, gatheredPageSize] = [1_000, 10_000];

type Row = { id: string; sortKey: string | null } & Record<string, unknown>;

/** All rows of a list by pages, each a transaction of its own: nobody waits for a slow reader, and no reader holds anything open. */
async function* readAll(userId: number, kind: DealKind, search: DealSearch): AsyncGenerator<Row> {
  const take = isGathered(kind, search) ? gatheredPageSize : pageSize;
  for (let turn: Turn = null; ; ) {
    const ask = { userId, kind, search, turn, take, fields: sources[kind].export, isCounted: false };
    const rows: Row[] = await transaction({ agent: userId }, tx => readDeals<Row>(tx, ask));
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < take) return;
    turn = { place: { key: last.sortKey, id: last.id }, isBackward: false };
  }
}

type Asked = DealFilter & Partial<Pick<DealSearch, "sort" | "order">>;

/**
 * An agent's deals as a table: those that a filter means, in the order of the list. Kept in the audit trail, without the words that were looked
 * for, which may be somebody's name. Throws `onboarding_required` before the gate.
 */
export async function exportDeals({ userId }: { userId: number }, kind: DealKind, asked: Asked): Promise<Download> {
  const account = await findAccount(userId);
  if (!account?.isThroughGate) throw new AppError("onboarding_required", { data: { next: "/agent/onboarding" } });
  const search = readDealSearch(kind, asked);
  const what = sources[kind].step;
  await transaction({ agent: userId }, tx =>
    audit(tx, {
      action: `agent.${what}_exported`,
      actor: { kind: "user", id: userId },
      subject: { kind: "agent", id: userId },
      detail: { isFiltered: isFiltered(search) },
    }),
  );
  async function* lines() {
    yield dealColumns(kind);
    for await (const row of readAll(userId, kind, search)) yield toDealLine(kind, row);
  }
  return { name: `${what}-${(await now()).toISOString().slice(0, 10)}.csv`, lines: lines() };
}
