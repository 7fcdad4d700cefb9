import { beforeAll, expect, test, vi } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { newAgentAccount } from "@/lib/platform/testing/sandbox-rezen";
import { findOwnCap, getEquity, getRevshare, listAwards, listPayments, listTeamCaps } from "./queries/earnings";
import { countFigures } from "./queries/figures";
import { listContributors, listTier, readNetworkPage, sumTiers } from "./queries/network";
import type { PageOf } from "./queries/sums";

let mine: number;
let theirs: number;

/** How many rows each list has: two pages and a bit. */
const many = 52;
const year = new Date().getUTCFullYear();
const numbers = Array.from({ length: many }, (_, at) => at);
const idOf = (at: number) => `r${String(at).padStart(2, "0")}`;
const ids = numbers.map(idOf);
const [currencies, days] = [["USD", "CAD"] as const, [null, `${year}-01-01`, `${year - 1}-12-31`]];
const turn = <T>(of: readonly T[], at: number): T => of[at % of.length] as T;
const day = (text: string | null) => text && new Date(text);
const money = (cents: number) => (cents / 100).toFixed(2);

const outcomes = [
  ...[{ status: "PAID", kind: "paid" } as const, { status: "Scheduled", kind: "pending" } as const],
  ...[{ status: "FAILED", kind: "other" } as const, { status: "completed", kind: "paid" } as const],
];
const payments = numbers.map(at => ({
  ...{ ...turn(outcomes, at), cents: 10 * at + 1, currency: turn(currencies, at >> 2), paidOn: turn(days, at) },
  ...{ id: idOf(at), from: at % 5 > 0 ? `${year - 1}-0${1 + (at % 6)}-01` : null },
}));
const contributions = numbers.map(at => ({
  ...{ id: idOf(at), tier: 1 + (at % 5), cents: 10 * at + 1, currency: turn(currencies, at >> 2) },
  ...{ status: turn(["PAID", null, "MISSED", "missed"], at), from: idOf(at % 7) },
}));

const sum = (rows: readonly { cents: number }[]) => money(rows.reduce((all, { cents }) => all + cents, 0));
const sums = (rows: readonly { cents: number; currency: string }[]) =>
  ["CAD", "USD"].map(currency => ({ currency, amount: sum(rows.filter(row => row.currency === currency)) }));

async function seedMoney(tx: Tx, userId: number) {
  const deal = { userId, lifecycleGroup: "CLOSED", state: "X", currency: "USD", syncedAt: new Date() };
  await tx.transaction.createMany({
    data: [
      { ...deal, id: "d1", price: "100.10", closingDateActual: new Date(`${year}-01-01`) },
      { ...deal, id: "d2", price: "0.05", currency: "CAD", closingDateActual: new Date(`${year}-01-02`) },
      { ...deal, id: "d3", price: "7.00", closingDateActual: new Date(`${year - 1}-12-31`) },
      { ...deal, id: "d4", price: "30.00", lifecycleGroup: "OPEN" },
      { ...deal, id: "d5", price: null, currency: null, lifecycleGroup: "OPEN" },
    ],
  });
  await tx.revsharePayment.createMany({
    data: payments.map(({ id, cents, currency, status, paidOn, from }) => ({
      ...{ userId, paymentIdRaw: id, amount: money(cents), currency, status },
      ...{ paymentDate: day(paidOn), periodStart: day(from) },
    })),
  });
  await tx.contribution.createMany({
    data: contributions.map(({ id, tier, cents, currency, status, from }) => ({
      ...{ userId, contributionIdRaw: id, tier, amount: money(cents), currency, status },
      ...{ contributingAgentId: from, receivingAgentId: "self" },
    })),
  });
}

async function seedPeople(tx: Tx, userId: number) {
  await tx.agent.update({ where: { userId }, data: { id: "self" } });
  await tx.contributor.createMany({
    data: numbers.flatMap(at =>
      currencies.map(currency => ({
        ...{ userId, agentId: idOf(at), tier: 1 + (at % 2), currency },
        ...{ total: money(100 * (at % 3)), contributions: 1 },
      })),
    ),
  });
  const cap = { userId, brokerageCapAmount: "12000.00", currency: "USD", syncedAt: new Date() };
  await tx.agentCapData.createMany({ data: ["self", ...ids].map(agentId => ({ ...cap, agentId })) });
  await tx.teamMember.createMany({
    data: numbers
      .filter(at => at % 3 > 0)
      .map(at => ({
        ...{ userId, id: `m${at}`, teamId: "t", agentId: idOf(at), firstName: turn(["Ada", "Bo"], at) },
      })),
  });
  await tx.sponsorTreeEntry.createMany({
    data: numbers.map(at => ({
      ...{ userId, agentId: idOf(at), direction: "down" as const, level: 1, lastName: turn(["Ada", "Bo", null], at) },
    })),
  });
}

async function seedShares(tx: Tx, userId: number) {
  await tx.equityTransaction.createMany({
    data: numbers.map(at => ({ userId, id: idOf(at), shares: "1.5", grantDate: day(turn(days, at)) })),
  });
  const shares = {
    userId,
    periodYear: year,
    totalShares: "3",
    vestedShares: "1",
    unvestedShares: "2",
    currency: "USD",
  };
  const moved = { grantsThisPeriod: 0, vestedThisPeriod: 0, exercisedThisPeriod: 0, forfeitedThisPeriod: 0 };
  await tx.equityMonthly.createMany({
    data: [
      { ...shares, ...moved, periodMonth: 1, totalValue: "9.99" },
      { ...shares, ...moved, periodMonth: 2, totalValue: 0 },
    ],
  });
}

beforeAll(async () => {
  // Only by its own paths reZEN tells who is below.
  vi.stubEnv("REZEN_API_PROFILE", "real");
  mine = (await newAgentAccount(null)).userId;
  theirs = (await newAgentAccount(null)).userId;
  // The same ids in both, so that a row of the other account could stand in for one's own.
  await transaction("system", async tx => {
    for (const userId of [mine, theirs]) for (const seed of [seedMoney, seedPeople, seedShares]) await seed(tx, userId);
    await tx.$executeRaw`UPDATE revshare_payment SET amount = amount + 1000 WHERE user_id = ${theirs}`;
    await tx.$executeRaw`UPDATE contribution SET amount = amount + 1000 WHERE user_id = ${theirs}`;
  });
});

/** All rows of a list, page by page. */
async function walk<Row>(read: (cursor: string | undefined) => Promise<PageOf<Row>>) {
  const rows: Row[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await read(cursor);
    rows.push(...items);
    if (next === null || rows.length > 3 * many) return rows;
    cursor = next;
  }
}

test("A34: figures are of one's own rows, of one currency each, without what was missed, failed or is of another year", async () => {
  const figures = await countFigures(mine);
  const ofKind = (kind: string) => payments.filter(payment => payment.kind === kind);
  const paidThisYear = ofKind("paid").filter(({ paidOn }) => paidOn?.startsWith(String(year)));
  const counted = contributions.filter(({ status }) => status?.toUpperCase() !== "MISSED");
  expect(figures).toMatchObject({
    ...{ transactions: 5, openTransactions: 2, openVolume: [{ currency: "USD", amount: "30.00" }] },
    ...{ closedThisYear: 2, payments: many, paid: sums(ofKind("paid")), pendingPayments: sums(ofKind("pending")) },
    ...{ paidThisYear: sums(paidThisYear), contributions: counted.length, contributed: sums(counted), caps: many + 1 },
    closedThisYearVolume: [
      { currency: "CAD", amount: "0.05" },
      { currency: "USD", amount: "100.10" },
    ],
    volume: [
      { currency: "CAD", amount: "0.05" },
      { currency: "USD", amount: "107.10" },
    ],
  });
  expect(figures.ownCap, "what is not told is no zero").toMatchObject({ paid: null, cap: "12000.00" });
  expect(figures.shareValue, "no price, no value").toEqual([]);
});

test("A34: revenue share is summed by what became of it and by month, each currency by itself, and equity without a price has no value", async () => {
  const { sums: found, months } = await getRevshare(mine);
  for (const kind of ["paid", "pending", "other"] as const)
    for (const currency of currencies) {
      const rows = payments.filter(payment => payment.kind === kind && payment.currency === currency);
      expect(found).toContainEqual({ kind, currency, amount: sum(rows), payments: rows.length });
    }
  expect(found.length).toBe(6);
  expect(new Set(months.map(({ month, currency }) => `${month} ${currency}`)).size).toBe(months.length);
  for (const kind of ["paid", "pending"] as const)
    for (const currency of currencies) {
      const dated = payments.filter(one => one.kind === kind && one.currency === currency && (one.from ?? one.paidOn));
      const told = months.filter(month => month.currency === currency);
      expect(sum(told.map(month => ({ cents: Math.round(Number(month[kind]) * 100) }))), `${kind} ${currency}`).toBe(
        sum(dated),
      );
    }
  expect((await getEquity(mine)).months.map(({ value }) => value)).toEqual(["9.99", null]);
  expect(await findOwnCap(mine)).toMatchObject({ agentId: "self", brokerage: "12000.00", brokeragePaid: null });
});

test("A34: contributions are summed by tier and currency, and those that were missed are counted beside", async () => {
  const { tiers, missed } = await sumTiers(mine);
  const counted = contributions.filter(({ status }) => status?.toUpperCase() !== "MISSED");
  expect(missed).toBe(many - counted.length);
  for (const found of tiers) {
    const rows = counted.filter(({ tier, currency }) => tier === found.tier && currency === found.currency);
    expect(found).toMatchObject({ amount: sum(rows), contributions: rows.length });
    expect(found.people).toBe(new Set(rows.map(({ from }) => from)).size);
  }
  expect(tiers.reduce((all, one) => all + one.contributions, 0)).toBe(counted.length);
  const page = await readNetworkPage(mine, { currency: "XXX", tier: "9" });
  expect([page.open, page.contributions.chosen?.currency], "what is none is left out, or the first").toEqual([
    ...[null, "CAD"],
  ]);
});

test("A34: the sponsor tree has a count of each of its five tiers, of one's own people, and the one that is chosen unfolded", async () => {
  const { tree, open } = await readNetworkPage(mine, { tier: "1" });
  expect(tree).toEqual({
    ...{ sponsors: [], moreSponsors: 0 },
    tiers: [1, 2, 3, 4, 5].map(tier => ({ tier, people: tier === 1 ? many : 0 })),
  });
  expect([open?.tier, open?.page.items.length, open?.page.next]).toEqual([1, 25, expect.any(String)]);
  expect((await readNetworkPage(mine, { tier: "2" })).open, "there is nobody to unfold").toBeNull();
});

test("A34: page by page, with equal and missing keys, each payment, award, cap and person is told once", async () => {
  const lists = {
    payments: (await walk(cursor => listPayments(mine, cursor))).map(({ id }) => id),
    awards: (await walk(cursor => listAwards(mine, cursor))).map(({ id }) => id),
    caps: (await walk(cursor => listTeamCaps(mine, cursor))).map(({ agentId }) => agentId),
    tier: (await walk(cursor => listTier(mine, 1, cursor))).map(({ agentId }) => agentId),
    contributors: (await walk(cursor => listContributors(mine, { currency: "USD", cursor }))).map(
      ({ agentId }) => agentId,
    ),
  };
  for (const [name, found] of Object.entries(lists)) {
    expect(found.length, `${name}: none twice`).toBe(many);
    expect(found.toSorted(), name).toEqual(ids);
  }
  const [first] = (await listPayments(mine)).items;
  expect([first?.kind, first?.paidOn], "first what is to come").toEqual(["pending", null]);
});
