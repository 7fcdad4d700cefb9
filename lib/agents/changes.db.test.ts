import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import {
  type AgentRun,
  beginSync,
  Crash,
  newAgentRun,
  partsBy,
  runPart,
  workOff,
  workToEnd,
} from "@/lib/platform/testing/agent-run";
import { openTestRezen, type WireObject } from "@/lib/platform/testing/test-rezen";
import { fillRezen, wireDeal } from "@/lib/platform/testing/wire-rezen";
import { type ChangeRow, countChanges, findRunEnd, listChanges } from "./queries/changes";
import { listFreshness } from "./queries/freshness";
import type { SyncStepId } from "./schema/sync";
import { cancelSync } from "./service/cancel-sync";
import { keepDataSets } from "./service/keep-data-sets";
import { purgeChanges } from "./service/purge-changes";

const rezen = await openTestRezen();
beforeEach(() => fillRezen(rezen));

const usd = (amount: number | string) => ({ amount, currency: "USD" });
const again = async (at: AgentRun): Promise<AgentRun> => {
  const next = await beginSync(at, true);
  await workToEnd(next);
  return next;
};
const synced = async (): Promise<AgentRun> => {
  const at = await newAgentRun();
  await workToEnd(at);
  return at;
};
/** All of what is told, page by page. */
async function changesOf({ userId }: Pick<AgentRun, "userId">, wanted: { runId?: number; step?: SyncStepId } = {}) {
  const all: ChangeRow[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await listChanges(userId, { ...wanted, cursor });
    all.push(...items);
    cursor = next ?? undefined;
  } while (cursor);
  return all;
}
const told = (rows: readonly ChangeRow[]) =>
  rows.map(({ step, kind, label, fields }) => [
    `${step} ${kind} ${label}`,
    ...fields.map(({ field, from, to }) => `${field}: ${from} → ${to}`),
  ]);
const setsOf = async (at: AgentRun) =>
  Object.fromEntries(
    (await countChanges(at.userId)).map(({ step, added, changed, gone }) => [step, [added, changed, gone]]),
  );

/** Something of everything becomes another at reZEN. */
function changeAll(): void {
  rezen.agent.title = "Broker";
  rezen.members.pop();
  rezen.members[1] = { ...rezen.members[1], memberCommissionSplit: "60" };
  rezen.listings.splice(1, 1);
  rezen.listings[2] = { ...rezen.listings[2], lifecycleState: { state: "LISTING_IN_CONTRACT" } };
  const price = { price: usd("410000.00"), closingDateEstimated: "2026-05-10", myNetPayout: usd(9_000) };
  rezen.transactions[3] = wireDeal("t-3", 3, price);
  const [kept, ...others] = wireDeal("t-4", 4).participants as WireObject[];
  rezen.transactions[4] = { ...rezen.transactions[4], participants: [{ ...kept, id: "another" }, ...others] };
  rezen.transactions[5] = { ...rezen.transactions[5], office: { id: "o-2", name: "Dallas" } };
  rezen.transactions.push(wireDeal("t-new", 40));
  rezen.sponsors.splice(2, 1, { id: "s-9", firstName: "New", lastName: "Sponsor", level: 3, status: "ACTIVE" });
  rezen.contributions.splice(0, 1);
  rezen.caps["agent-1"] = { ...rezen.caps["agent-1"], brokerageCapAmountPaid: "5000.00" };
  const [first, ...awards] = rezen.equity.awards as WireObject[];
  rezen.equity = { ...rezen.equity, awards: [{ ...first, status: "VESTED" }, ...awards.slice(1)] };
  rezen.payments[0] = { ...rezen.payments[0], status: "PAID", paidAt: "2026-02-03" };
}

test("A19: a sync tells record by record what it has found changed, with the old and the new value", async () => {
  const at = await synced();
  expect(await changesOf(at), "the first reading changes nothing").toEqual([]);
  expect((await countChanges(at.userId)).every(({ since, added }) => since === null && added > 0)).toBe(true);
  changeAll();
  const next = await again(at);
  const rows = await changesOf(at);
  expect(told(rows)).toEqual([
    ["agent_data changed Al Agent", "title: null → Broker"],
    ["team_roster changed Mem Ber1", "member_commission_split: 50.5 → 60"],
    ["team_roster gone Mem Ber4"],
    ["listings changed 3 Main St, Austin, TX", "state: LISTING_ACTIVE → LISTING_IN_CONTRACT"],
    ["listings gone 1 Main St, Austin, TX"],
    ["transactions added 40 Main St, Austin, TX"],
    [
      "transactions changed 3 Main St, Austin, TX",
      "price: 400003.00 USD → 410000.00 USD",
      "closing_date_estimated: 2025-12-24 → 2026-05-10",
      "my_net_payout: 10200.00 USD → 9000.00 USD",
    ],
    ["transactions changed 4 Main St, Austin, TX", "participants: null → null"],
    ["transactions changed 5 Main St, Austin, TX"],
    ["sponsor_tree added New Sponsor"],
    ["sponsor_tree gone Spon Sor2"],
    ["contributions gone Dee · 100.00 USD · 2025-01-01"],
    ["cap_data changed Al Agent", "brokerage_cap_amount_paid: 4300.50 USD → 5000.00 USD"],
    ["cap_data gone Mem Ber4"],
    ["equity changed PURCHASE · 2025-01-15 · 10.5", "status: GRANTED → VESTED"],
    ["equity gone PURCHASE · 2025-02-15 · 10.5"],
    ["revshare changed 50.00 USD · 2026-02-03", "status: PENDING → PAID", "payment_date: null → 2026-02-03"],
  ]);
  expect(rows.filter(({ isHere }) => isHere).map(({ recordId }) => recordId)).toEqual([
    "l-3",
    "t-new",
    "t-3",
    "t-4",
    "t-5",
  ]);
  const counted = {
    ...{ agent_data: [0, 1, 0], team_roster: [0, 1, 1], listings: [0, 1, 1], transactions: [1, 3, 0] },
    ...{
      sponsor_tree: [1, 0, 1],
      contributions: [0, 0, 1],
      cap_data: [0, 1, 1],
      equity: [0, 1, 1],
      revshare: [0, 1, 0],
    },
  };
  expect(await setsOf(at)).toEqual(counted);
  for (const { kept, added, changed, gone, step } of await countChanges(at.userId, next.runId))
    expect(kept, step).toBe(added + changed + gone);
  expect(told(await changesOf(at, { step: "revshare" }))).toHaveLength(1);
  expect(await changesOf(at, { runId: next.runId }), "of that run the same").toEqual(rows);
  expect(await changesOf(at, { runId: at.runId })).toEqual([]);
});

test("A19: what has changed is nobody else's, and goes after ninety days", async () => {
  const [at, other] = [await synced(), await newAgentRun()];
  rezen.payments.pop();
  const next = await again(at);
  expect(told(await changesOf(at))).toEqual([["revshare gone 55.00 USD · 2025-06-06"]]);
  const stranger = { userId: other.userId };
  expect(await changesOf(stranger, { runId: next.runId })).toEqual([]);
  expect(await countChanges(other.userId, next.runId)).toEqual([]);
  expect([await findRunEnd(other.userId, next.runId), await findRunEnd(at.userId, 2_000_000_000)]).toEqual([
    null,
    null,
  ]);
  const seen = await transaction({ agent: other.userId }, tx => tx.$queryRaw<unknown[]>`SELECT FROM sync_change`);
  expect(seen).toEqual([]);
  const age = (days: number) =>
    transaction("system", async tx => {
      await tx.$executeRaw`UPDATE sync_change SET found_at = app_now() - make_interval(days => ${days}::int) WHERE user_id = ${at.userId}`;
      return purgeChanges(tx);
    });
  expect([await age(89), await age(91)]).toEqual([0, 1]);
  expect((await setsOf(at)).revshare, "counts stay").toEqual([0, 0, 1]);
});

test("bar 70: a death between pages, a second try and a second change in one run are one change each, from what was to what is", async () => {
  const at = await synced();
  for (const index of [0, 5, 10]) rezen.transactions[index] = wireDeal(`t-${index}`, index, { price: usd(1) });
  rezen.transactions.push(wireDeal("t-new", 40));
  const next = await beginSync(at, true);
  for (let page = 1; page <= 6; page++)
    await expect(runPart(next, "transactions", Math.min(page, 2))).rejects.toThrow(Crash);
  const priced = (index: number, to: string) => [
    `transactions changed ${index} Main St, Austin, TX`,
    `price: ${400_000 + index}.00 USD → ${to} USD`,
  ];
  await runPart(next, "transactions");
  const kept = async () =>
    told(
      await transaction(
        { agent: at.userId },
        tx => tx.$queryRaw<ChangeRow[]>`
          SELECT step, kind::text, label, fields FROM sync_change WHERE run_id = ${next.runId} ORDER BY record_id`,
      ),
    );
  const once = [
    priced(0, "1.00"),
    priced(10, "1.00"),
    priced(5, "1.00"),
    ["transactions added 40 Main St, Austin, TX"],
  ];
  expect(await kept()).toEqual(once);
  rezen.transactions[0] = wireDeal("t-0");
  rezen.transactions[5] = wireDeal("t-5", 5, { price: usd(2) });
  rezen.transactions[11] = wireDeal("t-new", 40, { price: usd(3) });
  rezen.transactions.splice(10, 1);
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE onboarding_step SET cursor = NULL WHERE onboarding_id = ${at.onboardingId}`,
  );
  await runPart(next, "transactions");
  expect(await kept(), "what is as it was before the run is no change").toEqual([
    ["transactions gone 10 Main St, Austin, TX"],
    priced(5, "2.00"),
    ["transactions added 40 Main St, Austin, TX"],
  ]);
});

test("A19: what a sync had found before it broke off is told by the one that goes on there", async () => {
  const at = await synced();
  for (const index of [1, 5]) rezen.payments[index] = { ...rezen.payments[index], status: "FAILED" };
  rezen.beforeAnswer = ({ set, page }) => (set === "revshare" && page === 1 ? { status: 403 } : undefined);
  const broken = await again(at);
  expect((await partsBy(at)).revshare?.state).toBe("failed");
  expect(await changesOf(at, { runId: broken.runId }), "it has not read it").toEqual([]);
  rezen.beforeAnswer = () => undefined;
  const goesOn = await beginSync(at);
  await workToEnd(goesOn);
  const failed = (label: string) => [`revshare changed ${label}`, "status: PAID → FAILED"];
  const both = [failed("51.00 USD · 2025-02-02"), failed("55.00 USD · 2025-06-06")];
  expect([told(await changesOf(at)), told(await changesOf(at, goesOn))]).toEqual([both, both]);
  const sets = await countChanges(at.userId);
  expect(sets.find(({ step }) => step === "revshare")).toMatchObject({ runId: goesOn.runId, changed: 2, kept: 2 });
});

test("A19: the reading before is told by the run that has read the data set, not by one that has carried it", async () => {
  const at = await synced();
  rezen.beforeAnswer = ({ set }) => (set === "equity" ? { status: 403 } : undefined);
  const reader = await again(at);
  rezen.beforeAnswer = () => undefined;
  const carrier = await beginSync(at);
  await workToEnd(carrier);
  rezen.payments.pop();
  const next = await again(at);
  const sinceOf = async (step: SyncStepId) =>
    (await countChanges(at.userId, next.runId)).find(one => one.step === step)?.since;
  const endOf = async ({ runId }: AgentRun) => (await findRunEnd(at.userId, runId))?.endedAt?.toISOString();
  expect([await sinceOf("revshare"), await sinceOf("equity")]).toEqual([await endOf(reader), await endOf(carrier)]);
  expect(told(await changesOf(at))).toEqual([["revshare gone 55.00 USD · 2025-06-06"]]);
});

test("A19: of a data set five hundred changes are kept record by record, and all are counted", async () => {
  const at = await synced();
  const next = await beginSync(at, true);
  rezen.sponsors = Array.from({ length: 530 }, (_, level) => ({
    id: `x-${level}`,
    level: level + 1,
    status: "ACTIVE",
  }));
  expect(await runPart(next, "sponsor_tree")).toMatchObject({ created: 530, gone: 3 });
  rezen.sponsors = rezen.sponsors.slice(0, 300);
  await transaction(
    "system",
    tx =>
      tx.$executeRaw`UPDATE onboarding_step SET state = 'pending' WHERE onboarding_id = ${at.onboardingId} AND step = 'sponsor_tree'`,
  );
  await workToEnd(next);
  expect((await countChanges(at.userId, next.runId)).find(({ step }) => step === "sponsor_tree")).toMatchObject({
    ...{ gone: 230, kept: 500 },
  });
});

test("A18: when a data set was read last is kept by every run that has read it to its end, stopped or not, and by no other", async () => {
  const at = await newAgentRun();
  rezen.beforeAnswer = ({ set }) => (set === "equity" ? { status: 403 } : undefined);
  await workToEnd(at);
  const first = await listFreshness(at.userId);
  expect([...first.keys()].sort()).toEqual([
    "agent_data",
    "cap_data",
    "contributions",
    "listings",
    "revshare",
    "sponsor_tree",
    "team_roster",
    "transactions",
  ]);
  expect(first.get("transactions")).toMatchObject({ runId: at.runId, fetched: 11, created: 11, updated: 0, gone: 0 });
  expect(first.get("transactions")?.seconds).toBeGreaterThanOrEqual(0);
  const missing = await beginSync(at);
  rezen.beforeAnswer = () => undefined;
  await workToEnd(missing);
  const second = await listFreshness(at.userId);
  expect(second.get("equity")).toMatchObject({ runId: missing.runId });
  expect(second.get("transactions"), "carried, not read").toEqual(first.get("transactions"));

  const stopped = await beginSync(at, true);
  const seen: unknown[] = [];
  rezen.beforeAnswer = async ({ set }) => {
    if (set !== "transactions") return undefined;
    seen.push((await listFreshness(at.userId)).get("listings")?.runId);
    await cancelSync({ id: at.userId, roles: [{ role: "agent" }] }, {}).catch((thrown: unknown) => {
      if (!(thrown instanceof AppError)) throw thrown;
    });
    return { status: 403 };
  };
  await workOff(stopped);
  expect((await partsBy(at)).transactions?.state).toBe("pending");
  expect(seen, "at once").toContain(stopped.runId);
  const third = await listFreshness(at.userId);
  expect(third.get("listings")).toMatchObject({ runId: stopped.runId, created: 0 });
  expect(third.get("transactions")).toEqual(first.get("transactions"));
  await transaction({ agent: at.userId }, tx => keepDataSets(tx, { runId: at.runId, subjectId: at.userId }));
  expect(await listFreshness(at.userId), "an older run tells nothing new").toEqual(third);
});
