import { z } from "zod";
import { type Tx, transaction } from "@/lib/platform/db";
import { addCounts, Counts, countChanges, noCounts } from "@/lib/platform/flow/counts";
import { DeferredFailure } from "@/lib/platform/flow/failure";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import { readCap } from "../../client/cap";
import { type AskedCaps, askCaps } from "./ask-caps";
import { changedCap, labelOfCap } from "./cap-changes";
import { teamFirst, warningTexts } from "./explain";
import { addNotes, inOneCurrency, Notes, noNotes, toWorkerResult } from "./notes";
import {
  type FoundChange,
  ifKept,
  type Reading,
  readingOf,
  recordChanges,
  recordWritten,
  type ToldChange,
} from "./record-changes";
import { requireKey, type SyncSetup, withKey } from "./setup";

const teamSeconds = 5;
/** How many caps are written in one transaction. */
const batchCaps = 16;

// `after` is whose cap was written last, in the order of ids; null before the agent's own.
const Cursor = z.object({
  agent: z.string(),
  after: z.string().nullable(),
  counts: Counts,
  notes: Notes,
  failed: z.array(z.string()),
});
type Cursor = z.infer<typeof Cursor>;

function openCursor({ cursor }: WorkerContext, { agentId: agent }: SyncSetup): Cursor {
  const known = Cursor.safeParse(cursor);
  if (known.success && known.data.agent === agent) return known.data;
  return { agent, after: null, counts: noCounts, notes: noNotes, failed: [] };
}

type Roster = { members: string[]; isStale: boolean };

/** Whose caps are wanted besides the agent's own: those of the members who are in the team and active. A roster that is still to be fetched is waited for. */
async function readRoster({ subjectId: userId, onboardingId }: WorkerContext, agentId: string): Promise<Roster> {
  return transaction({ agent: userId }, async tx => {
    const [roster] = await tx.$queryRaw<{ state: string }[]>`
      SELECT state::text FROM onboarding_step WHERE onboarding_id = ${onboardingId} AND step = 'team_roster'`;
    const state = roster?.state ?? "skipped";
    if (state === "skipped") return { members: [], isStale: false };
    if (state !== "done" && state !== "failed") throw new DeferredFailure(teamFirst(), teamSeconds);
    const members = await tx.$queryRaw<{ agentId: string }[]>`
      SELECT DISTINCT agent_id AS "agentId" FROM team_members
      WHERE user_id = ${userId} AND left_at IS NULL AND agent_id <> ${agentId}
        AND upper(coalesce(agent_status, 'ACTIVE')) = 'ACTIVE' AND upper(coalesce(status, 'ACTIVE')) = 'ACTIVE'`;
    return { members: members.map(one => one.agentId).sort(), isStale: state === "failed" };
  });
}

type Asked = AskedCaps["caps"][number];

function toRow(userId: number, { agentId, cap }: Asked) {
  const money = [
    cap.brokerageCapAmount,
    cap.brokerageCapAmountPaid,
    cap.teamCapAmount,
    cap.teamCapAmountPaid,
    cap.feeAmount,
  ];
  const { currency, amounts, leftOut } = inOneCurrency(money);
  const [brokerage, brokeragePaid, team, teamPaid, fee] = amounts;
  const row = {
    ...{ user_id: userId, agent_id: agentId, anniversary_date: cap.anniversaryDate },
    ...{
      brokerage_cap_amount: brokerage,
      brokerage_cap_amount_paid: brokeragePaid,
      brokerage_capped: cap.brokerageCapped,
    },
    ...{ team_cap_amount: team, team_cap_amount_paid: teamPaid, team_capped: cap.teamCapped },
    ...{ fee_amount: fee, currency },
  };
  return { row, leftOut };
}
type CapRow = ReturnType<typeof toRow>["row"];

const upsertCaps = (tx: Tx, reading: Reading, rows: readonly CapRow[]) => tx.$queryRaw<ToldChange[]>`
  INSERT INTO agent_cap_data AS t
  SELECT r.* FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) AS told,
    jsonb_populate_record(null::agent_cap_data, told || jsonb_build_object('synced_at', app_now())) r
  ON CONFLICT (user_id, agent_id) DO UPDATE SET anniversary_date = excluded.anniversary_date,
    brokerage_cap_amount = excluded.brokerage_cap_amount, brokerage_cap_amount_paid = excluded.brokerage_cap_amount_paid,
    brokerage_capped = excluded.brokerage_capped, team_cap_amount = excluded.team_cap_amount,
    team_cap_amount_paid = excluded.team_cap_amount_paid, team_capped = excluded.team_capped, fee_amount = excluded.fee_amount,
    currency = excluded.currency, synced_at = excluded.synced_at
  WHERE to_jsonb(t) - 'synced_at' IS DISTINCT FROM to_jsonb(excluded) - 'synced_at'
  RETURNING t.agent_id AS id, t.xmax = 0 AS "isNew", ${ifKept(reading, labelOfCap)} AS label, ${ifKept(reading, changedCap)} AS fields`;

/** Writes what was answered, and answers the place after it. */
async function writeCaps(
  tx: Tx,
  reading: Reading,
  from: Cursor,
  { caps, failed, drift }: AskedCaps,
): Promise<Partial<Cursor>> {
  const rows = caps.map(asked => toRow(reading.userId, asked));
  const sound = rows.map(({ row }) => row);
  const { changes, refused } = await writeSoundRows(tx, sound, async some =>
    recordWritten(tx, reading, await upsertCaps(tx, reading, some)),
  );
  const skipped = failed.length + refused.length;
  const currencies = rows.reduce((sum, { leftOut }) => sum + leftOut, 0);
  return {
    counts: addCounts(from.counts, {
      fetched: caps.length + failed.length,
      skipped,
      issues: skipped,
      ...countChanges(changes),
    }),
    notes: addNotes(from.notes, { drift, refused: refused.map(row => row.agent_id), currencies }),
    failed: [...from.failed, ...failed],
  };
}

async function commitCaps(
  context: WorkerContext,
  { agentId }: SyncSetup,
  from: Cursor,
  step: { asked: AskedCaps; after: string; total: number },
) {
  const { asked, after, total } = step;
  const cursor = { ...from, after };
  const done = from.counts.fetched + asked.caps.length + asked.failed.length;
  await context.page({ done, total, cursor }, async tx => {
    await requireKey(tx, context.subjectId, agentId);
    Object.assign(cursor, await writeCaps(tx, readingOf(context, "cap_data"), from, asked));
  });
  context.signal.throwIfAborted();
  return cursor;
}

/** Takes away the caps of who is read no more: who left, or was in a former team. */
async function deleteGone(tx: Tx, reading: Reading, read: readonly string[]): Promise<number> {
  const gone = await tx.$queryRaw<FoundChange[]>`
    DELETE FROM agent_cap_data t WHERE user_id = ${reading.userId} AND agent_id NOT IN (SELECT unnest(${[...read]}::text[]))
    RETURNING agent_id AS id, 'gone' AS kind, ${ifKept(reading, labelOfCap)} AS label`;
  await recordChanges(tx, reading, gone);
  return gone.length;
}

/** What the caps' end is: of a team that could not be fetched nobody is known to have left. */
async function endCaps(
  context: WorkerContext,
  { agentId }: SyncSetup,
  { counts, notes, failed }: Cursor,
  { members, isStale }: Roster,
) {
  let gone = 0;
  await context.page({ done: counts.fetched }, async tx => {
    await requireKey(tx, context.subjectId, agentId);
    if (!isStale) gone = await deleteGone(tx, readingOf(context, "cap_data"), [agentId, ...members]);
  });
  const warnings = [
    ...(isStale ? [warningTexts.knownRoster()] : []),
    ...(failed.length > 0 ? [warningTexts.members(failed.length, failed.slice(0, 5))] : []),
  ];
  return toWorkerResult(counts, notes, { gone, warnings });
}

async function readOwnCap({ access, agentId }: SyncSetup, signal: AbortSignal): Promise<AskedCaps> {
  const { cap, drift } = await readCap(access, agentId, signal);
  return { caps: [{ agentId, cap }], failed: [], drift };
}

/** Fetches the cap of the agent, and of a team that of every active member: one whose cap cannot be read is a warning. */
export const syncCapData = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withKey(context, async setup => {
    const roster = await readRoster(context, setup.agentId);
    const { members } = roster;
    const total = members.length + 1;
    let cursor = openCursor(context, setup);
    if (cursor.after === null) {
      const asked = await readOwnCap(setup, context.signal);
      cursor = await commitCaps(context, setup, cursor, { asked, after: "", total });
    }
    const left = members.filter(member => member > (cursor.after ?? ""));
    for (let at = 0; at < left.length; at += batchCaps) {
      const batch = left.slice(at, at + batchCaps);
      const asked = await askCaps(setup, batch, context.signal);
      cursor = await commitCaps(context, setup, cursor, { asked, after: batch.at(-1) ?? "", total });
    }
    return endCaps(context, setup, cursor, roster);
  });
