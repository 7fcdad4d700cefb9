import { setTimeout as pause } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { Prisma, transaction } from "@/lib/platform/db";
import { runPercent } from "@/lib/platform/flow/progress";
import {
  type AgentRun,
  beginSync,
  Crash,
  newAgentRun,
  partsBy,
  rowsOf,
  runPart,
  workOff,
  workToEnd,
} from "@/lib/platform/testing/agent-run";
import { openTestRezen, type WireObject } from "@/lib/platform/testing/test-rezen";
import { fillRezen, wireDeal } from "@/lib/platform/testing/wire-rezen";
import { syncStepIds } from "../../schema/sync";
import { keepKey } from "../rezen-key";

const rezen = await openTestRezen();
beforeEach(() => fillRezen(rezen));

const again = async (at: AgentRun): Promise<AgentRun> => {
  const next = await beginSync(at, true);
  await workToEnd(next);
  return next;
};
const resultsOf = async (at: AgentRun) =>
  Object.fromEntries(
    Object.entries(await partsBy(at)).map(([id, { result }]) => [id, result as Record<string, unknown>]),
  );
const inAccount = <Row>({ userId }: AgentRun, query: Prisma.Sql) =>
  transaction({ agent: userId }, tx => tx.$queryRaw<Row[]>(query));

/** The tables of which a row was written since. */
const written = (before: Record<string, string[]>, after: Record<string, string[]>) =>
  Object.keys(after).filter(table => JSON.stringify(before[table]) !== JSON.stringify(after[table]));

test("000: a second sync of the same changes not one row, and says so", async () => {
  const at = await newAgentRun();
  await workToEnd(at);
  const before = await rowsOf(at, { withWriter: true });
  const first = await resultsOf(at);
  expect(first.transactions).toEqual({ fetched: 11, created: 11, updated: 0, unchanged: 0, gone: 0, warnings: [] });
  await again(at);
  expect(written(before, await rowsOf(at, { withWriter: true }))).toEqual([]);
  for (const [id, result] of Object.entries(await resultsOf(at)))
    expect(result, id).toEqual({ ...first[id], created: 0, updated: 0, unchanged: first[id]?.fetched });
  expect(await inAccount(at, Prisma.sql`SELECT FROM sync_change`), "nor of a first reading").toEqual([]);
});

test("000: what has changed at reZEN is updated, and only that", async () => {
  const at = await newAgentRun();
  await workToEnd(at);
  const before = await rowsOf(at, { withWriter: true });
  rezen.transactions[3] = wireDeal("t-3", 3, { price: { amount: "999999.99", currency: "USD" } });
  const [kept, ...others] = wireDeal("t-4", 4).participants as WireObject[];
  rezen.transactions[4] = { ...rezen.transactions[4], participants: [{ ...kept, id: "another" }, ...others.slice(1)] };
  rezen.payments[0] = { ...rezen.payments[0], status: "PAID", paidAt: "2026-02-03" };
  rezen.contributions[0] = { ...rezen.contributions[0], payout: { amount: 1, currency: "USD" } };
  rezen.agent.title = "Broker";
  await again(at);
  const after = await rowsOf(at, { withWriter: true });
  expect(written(before, after)).toEqual([
    ...[
      "agent",
      "rezen_transaction_staging",
      "transaction",
      "participant",
      "paid_participant",
      "contribution",
      "contributors",
    ],
    "revshare_payment",
  ]);
  const changed = (table: string) => after[table]?.filter(row => !before[table]?.includes(row)) ?? [];
  for (const table of ["transaction", "participant", "contribution", "contributors", "revshare_payment"])
    expect(changed(table), table).toHaveLength(1);
  expect(changed("transaction")[0]).toContain("999999.99");
  expect(changed("revshare_payment")[0], "the same row, paid").toContain('"status": "PAID"');
  expect(after.revshare_payment).toHaveLength(6);
  expect(after.participant, "one came, two went").toHaveLength(21);
  expect(after.paid_participant).toHaveLength(10);
  const results = await resultsOf(at);
  expect(results.transactions).toMatchObject({ fetched: 11, created: 0, updated: 2, unchanged: 9 });
  expect(results.revshare).toMatchObject({ updated: 1, unchanged: 5 });
  expect(results.agent_data).toMatchObject({ updated: 1, unchanged: 0 });
});

test("000: the account learns name, avatar, agent and type; an address and number that are there stay", async () => {
  rezen.agent.avatar = "https://example.com/a.png";
  const at = await newAgentRun();
  await transaction("system", tx => tx.user.update({ where: { id: at.userId }, data: { email: "own@example.com" } }));
  await workToEnd(at);
  const [user] = await transaction("system", tx =>
    tx.user.findMany({ where: { id: at.userId }, include: { roles: true } }),
  );
  expect(user).toMatchObject({
    ...{ name: "Al Agent", avatar: "https://example.com/a.png", agentId: "agent-1", email: "own@example.com" },
    roles: [{ role: "agent", accountType: "Team" }],
  });
  expect(user?.phoneNumber).toMatch(/^\+14155552/);
});

test("000: who is in the roster no more is kept as gone, and comes back; a roster that broke off takes nobody away", async () => {
  const at = await newAgentRun();
  await runPart(at, "team_roster");
  const left = () =>
    inAccount<{ id: string; gone: boolean }>(
      at,
      Prisma.sql`SELECT id, left_at IS NOT NULL AS gone FROM team_members ORDER BY id`,
    );
  rezen.pageSize = 2;
  const gone = rezen.members.pop() ?? {};
  rezen.beforeAnswer = ({ set, page }) => (set === "team_roster" && page > 0 ? { status: 403 } : undefined);
  await expect(runPart(at, "team_roster")).rejects.toThrow("may not read this");
  expect((await left()).filter(one => one.gone)).toEqual([]);
  rezen.beforeAnswer = () => undefined;
  expect(await runPart(at, "team_roster")).toMatchObject({ fetched: 4, updated: 0, unchanged: 4, gone: 1 });
  expect((await left()).filter(one => one.gone)).toEqual([{ id: "m-4", gone: true }]);
  rezen.members.push(gone);
  expect(await runPart(at, "team_roster")).toMatchObject({ fetched: 5, updated: 1, unchanged: 4 });
  expect((await left()).filter(one => one.gone)).toEqual([]);
  rezen.members.pop();
  await settleRoster(at);
  expect(await runPart(at, "cap_data"), "whoever left has no cap of ours").toMatchObject({ fetched: 4 });
});

test("000: the network is what a complete reading found; contributors are sums of what was not missed", async () => {
  const at = await newAgentRun();
  await runPart(at, "sponsor_tree");
  await runPart(at, "contributions");
  const links = () =>
    inAccount<{ link: string }>(
      at,
      Prisma.sql`SELECT ancestor_agent_id || '>' || descendant_agent_id || ' ' || depth AS link FROM network_hierarchy ORDER BY 1`,
    );
  expect((await links()).map(({ link }) => link)).toEqual([
    ...["s-1>agent-1 1", "s-2>agent-1 2", "s-2>s-1 1", "s-3>agent-1 3", "s-3>s-1 2", "s-3>s-2 1"],
  ]);
  const sums = await inAccount<Record<string, unknown>>(
    at,
    Prisma.sql`SELECT agent_id, tier, total::text, contributions FROM contributors WHERE agent_id = 'agent-d2' ORDER BY tier`,
  );
  expect(sums, "the last one was missed").toEqual([
    { agent_id: "agent-d2", tier: 1, total: "210.00", contributions: 2 },
    { agent_id: "agent-d2", tier: 2, total: "105.00", contributions: 1 },
  ]);
  rezen.sponsors.pop();
  await runPart(at, "sponsor_tree");
  expect(await links()).toHaveLength(3);
  expect((await rowsOf(at)).sponsor_tree).toHaveLength(2);
});

test("000: shares are rolled up by month and year from the first grant to now, and awards that are gone go", async () => {
  const usd = { amount: 2, currency: "USD" };
  rezen.equity = {
    ...{ agentId: "agent-1", currency: "USD", sharePrice: { amount: "4.10", currency: "USD" } },
    awards: [
      { id: "v", shares: "10", price: usd, grantDate: "2024-11-15", vestingDate: "2025-11-15", status: "VESTED" },
      { id: "e", shares: "4", price: usd, grantDate: "2024-11-20", vestingDate: "2025-12-01", status: "EXERCISED" },
      { id: "f", shares: "3", price: usd, grantDate: "2024-12-01", vestingDate: "2025-06-30", status: "FORFEITED" },
      { id: "g", shares: "1.5", price: usd, grantDate: "2025-01-31", vestingDate: "2099-01-31", status: "GRANTED" },
    ],
  };
  const at = await newAgentRun();
  await runPart(at, "equity");
  const months = await transaction({ agent: at.userId }, tx =>
    tx.equityMonthly.findMany({ orderBy: [{ periodYear: "asc" }, { periodMonth: "asc" }] }),
  );
  const state = (year: number, month: number) => {
    const row =
      months.find(one => one.periodYear === year && one.periodMonth === month) ?? expect.fail("no such month");
    const { totalShares, vestedShares, unvestedShares, totalValue } = row;
    return [totalShares, vestedShares, unvestedShares, totalValue].map(Number);
  };
  expect([months[0]?.periodYear, months[0]?.periodMonth]).toEqual([2024, 11]);
  expect(state(2024, 11)).toEqual([14, 0, 14, 57.4]);
  expect(state(2024, 12), "forfeited ones were never there").toEqual([14, 0, 14, 57.4]);
  expect(state(2025, 6)).toEqual([15.5, 0, 15.5, 63.55]);
  expect(state(2025, 11)).toEqual([15.5, 10, 5.5, 63.55]);
  expect(state(2025, 12)).toEqual([11.5, 10, 1.5, 47.15]);
  const now = await transaction(
    "system",
    tx => tx.$queryRaw<{ months: number }[]>`
    SELECT ((extract(year FROM app_now()) - 2024) * 12 + extract(month FROM app_now()) - 10)::int AS months`,
  );
  expect(months).toHaveLength(now[0]?.months ?? 0);
  const years = await transaction({ agent: at.userId }, tx =>
    tx.equityAnnual.findMany({ orderBy: { periodYear: "asc" } }),
  );
  const flows = ({
    grantsThisPeriod,
    vestedThisPeriod,
    exercisedThisPeriod,
    forfeitedThisPeriod,
  }: (typeof years)[number]) =>
    [grantsThisPeriod, vestedThisPeriod, exercisedThisPeriod, forfeitedThisPeriod].map(Number);
  expect(years.slice(0, 2).map(flows)).toEqual([
    [17, 0, 0, 3],
    [1.5, 14, 4, 0],
  ]);
  expect(Number(years[1]?.totalShares)).toBe(11.5);
  rezen.equity = { ...rezen.equity, awards: [] };
  await runPart(at, "equity");
  const rows = await rowsOf(at);
  for (const table of ["equity_transactions", "equity_monthly", "equity_annual"])
    expect(rows[table], table).toEqual([]);
});

test("bar 95: an entry that cannot be read, stored or summed costs itself, and is told", async () => {
  rezen.transactions[2] = { ...wireDeal("t-2", 2), id: {} };
  rezen.transactions[5] = wireDeal("t-5", 5, { price: { amount: "1e30", currency: "USD" } });
  rezen.transactions[6] = wireDeal("t-6", 6, { mlsNum: "a\u0000b" });
  rezen.transactions[7] = wireDeal("t-7", 7, { grossCommission: { amount: 5, currency: "CAD" }, brandNew: 1 });
  rezen.transactions[8] = wireDeal("t-8", 8, { grossCommissionPercentage: 100_000 });
  rezen.sponsors[2] = { ...rezen.sponsors[2], level: 0 };
  rezen.payments[1] = { ...rezen.payments[1], amount: { amount: "99999999999999999.00", currency: "USD" } };
  const at = await newAgentRun();
  await workToEnd(at);
  const { transactions, revshare, sponsor_tree: network } = await resultsOf(at);
  const rows = await rowsOf(at);
  const lost = 11 - (rows.transaction?.length ?? 0);
  expect(transactions).toMatchObject({ fetched: 11, created: 11 - lost, updated: 0, unchanged: 0 });
  const warnings = String(transactions?.warnings);
  expect(lost, warnings).toBe(1);
  expect(warnings).toMatch(/could not be read/);
  expect(warnings).toMatch(/1 amount in another currency/);
  expect(warnings).toMatch(/fields that we do not know or understand yet: .*brandNew/);
  expect(network).toMatchObject({ fetched: 3, created: 2, updated: 0, unchanged: 0 });
  expect(network?.warnings, "there is no such level").toEqual([
    "1 entry of reZEN could not be read, such as s-3 (level)",
  ]);
  expect(rows.network_hierarchy).toHaveLength(3);
  expect(rows.revshare_payment?.length).toBe(5);
  expect(String(revshare?.warnings)).toContain("1 entry of reZEN could not be read, such as p-1 (amount)");
});

test("000: an entry that cannot be read, and comes twice in pages that are written as one, is told once", async () => {
  const payments = Array.from({ length: 10 }, (_, at) => ({ ...rezen.payments[1], id: `p-${at}` }));
  const odd = { ...payments[7], amount: "much" };
  rezen.payments = [...payments.slice(0, 7), odd, odd, ...payments.slice(8)];
  rezen.pageSize = 2;
  // The page behind the fourth has come when that one does.
  rezen.beforeAnswer = ({ page }) => (page === 3 ? pause(50).then(() => undefined) : undefined);
  const at = await newAgentRun();
  expect(await runPart(at, "revshare")).toMatchObject({ fetched: 10, created: 9 });
  const { cursor } = (await partsBy(at)).revshare ?? {};
  expect(cursor).toMatchObject({ counts: { skipped: 1 }, notes: { unreadable: { count: 1 } } });
});

test("000: one member whose cap cannot be read is a warning; when it hits all of them the step is tried again", async () => {
  delete rezen.caps["agent-m2"];
  const at = await newAgentRun();
  await workToEnd(at);
  expect((await resultsOf(at)).cap_data).toMatchObject({
    fetched: 5,
    created: 4,
    warnings: [expect.stringContaining("agent-m2")],
  });
  rezen.beforeAnswer = ({ path, set }) =>
    set === "cap_data" && !path.includes("agent-1/") ? { status: 429 } : undefined;
  await workOff(await beginSync(at, true));
  expect((await partsBy(at)).cap_data).toMatchObject({ state: "retrying", errorCode: "rate_limit", attempts: 1 });
});

test("bar 71: how far a sync is never goes back, neither between the tiers of a list nor when totals move", async () => {
  const at = await newAgentRun();
  const percents: number[] = [];
  const look = async () => percents.push(runPercent(Object.values(await partsBy(at))) ?? 0);
  rezen.beforeAnswer = async () => void (await look());
  rezen.rewrite = (answer, { page }) => ({ ...answer, totalCount: page === 0 ? 30 : 1 });
  await workToEnd(at);
  await look();
  expect(percents).toEqual([...percents].sort((a, b) => a - b));
  expect(percents.at(-1)).toBe(100);
  expect(new Set(percents).size).toBeGreaterThan(8);
});

test("B11: a key that is deleted in the middle is used no more", async () => {
  const at = await newAgentRun();
  rezen.beforeAnswer = async ({ set, page }) => {
    if (set === "transactions" && page === 1)
      await transaction("system", tx =>
        tx.credential.updateMany({ where: { userId: at.userId }, data: { apiKey: null, deletedAt: new Date() } }),
      );
    return undefined;
  };
  await workToEnd(at);
  const parts = await partsBy(at);
  expect(parts.transactions).toMatchObject({
    state: "failed",
    errorCode: "auth",
    errorMessage: expect.stringContaining("no reZEN key"),
  });
  expect(rezen.asked.filter(set => syncStepIds.indexOf(set as "equity") > syncStepIds.indexOf("transactions"))).toEqual(
    [],
  );
  expect((await rowsOf(at)).rezen_transaction_staging, "the first page was written, the second was not").toHaveLength(
    4,
  );
});

test("B11: a key that is refused while its owner enters another breaks nothing: the part is done with the new one", async () => {
  const at = await newAgentRun();
  rezen.beforeAnswer = async ({ key, set, page }) => {
    if (set !== "transactions" || page !== 1 || key === "other") return undefined;
    rezen.keys = new Set(["other"]);
    await transaction({ agent: at.userId }, tx => keepKey(tx, at.userId, "other"));
    return { status: 401 };
  };
  await workToEnd(at);
  const parts = await partsBy(at);
  expect(Object.values(parts).map(({ state }) => state)).toEqual(syncStepIds.map(() => "done"));
  expect(parts.transactions).toMatchObject({ attempts: 1, result: { fetched: 11, created: 11 } });
  const key = await transaction("system", tx => tx.credential.findFirstOrThrow({ where: { userId: at.userId } }));
  expect(key).toMatchObject({ brokenAt: null, toldAt: null });
});

// How many transactions each part has, and whether it goes on after the last of them or begins anew.
const deaths: { step: string; pages: number; isKept: boolean }[] = [
  { step: "agent_data", pages: 1, isKept: false },
  { step: "team_roster", pages: 3, isKept: false },
  { step: "listings", pages: 4, isKept: true },
  { step: "transactions", pages: 5, isKept: true },
  { step: "sponsor_tree", pages: 2, isKept: false },
  { step: "contributions", pages: 8, isKept: true },
  { step: "cap_data", pages: 2, isKept: true },
  { step: "equity", pages: 1, isKept: false },
  { step: "revshare", pages: 2, isKept: true },
];

/** The caps come after the team. */
async function settleRoster(at: AgentRun): Promise<void> {
  const result = JSON.stringify(await runPart(at, "team_roster"));
  await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET state = 'done', result = ${result}::jsonb, ended_at = now()
      WHERE onboarding_id = ${at.onboardingId} AND step = 'team_roster'`,
  );
}

test("bar 70: a death before any page, between staging and promotion too, loses nothing and doubles nothing", async () => {
  const undisturbed = await newAgentRun();
  await workToEnd(undisturbed);
  const [sound, wanted] = [await rowsOf(undisturbed), await resultsOf(undisturbed)];
  const at = await newAgentRun();
  for (const { step, pages, isKept } of deaths) {
    if (step === "cap_data") await settleRoster(at);
    for (let page = 1; page <= pages; page++)
      await expect(runPart(at, step, isKept ? Math.min(page, 2) : page), `${step} ${page}`).rejects.toThrow(Crash);
  }
  await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET heartbeat_at = now() - interval '20 s', attempts = 0 WHERE state = 'running' AND parent IS NOT NULL`,
  );
  await workToEnd(at);
  expect(await rowsOf(at)).toEqual(sound);
  expect(await resultsOf(at)).toEqual(wanted);
});
