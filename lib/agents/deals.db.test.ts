import { beforeAll, expect, test } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { csvFile } from "@/lib/platform/http/csv-file";
import { writePlace } from "@/lib/platform/keyset";
import { newAgentAccount } from "@/lib/platform/testing/sandbox-rezen";
import { countChanges } from "./queries/changes";
import { exportDeals } from "./queries/deals/export-deals";
import { findListing, findTransaction } from "./queries/deals/find-deal";
import { listDeals } from "./queries/deals/list-deals";
import { type DealKind, type DealSearch, dealSorts, readDealSearch, writeDealSearch } from "./schema/deals";

type Account = Awaited<ReturnType<typeof newAgentAccount>>;
let mine: Account;
let theirs: Account;

const asSystem = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

/** Deals with equal and missing keys among them; ids that nobody else has. */
const seed = (tx: Tx, userId: number, count: number) => tx.$executeRaw`
  INSERT INTO "transaction" (user_id, id, code, lifecycle_group, state, address_one_line, city, price, currency, my_net_payout,
    closing_date_actual, closing_date_estimated, synced_at)
  SELECT ${userId}, md5(random()::text) || g, 'T' || g, (ARRAY['OPEN', 'CLOSED', 'TERMINATED'])[1 + g % 3], (ARRAY['NEW', 'SETTLED'])[1 + g % 2],
    CASE WHEN g % 9 > 0 THEN (random() * 20)::int || ' Oak Street' END, 'Austin', CASE WHEN g % 7 > 0 THEN round((random() * 8)::numeric, 1) * 1000 END, 'USD',
    CASE WHEN g % 5 > 0 THEN -3 + (random() * 30)::int END, CASE WHEN g % 3 > 0 THEN date '2025-01-01' + (random() * 15)::int END,
    CASE WHEN g % 4 > 0 THEN date '2025-01-01' + (random() * 15)::int END, app_now()
  FROM generate_series(1, ${count}::int) g`;

async function open(tx: Tx, { userId, onboardingId }: Account) {
  const at = new Date();
  const ended = { onboardingId, trigger: "owner", createdAt: at, startedAt: at, endedAt: at } as const;
  // One that has left off in the middle, and the one that has gone on there.
  await tx.onboardingRun.create({ data: { ...ended, number: 1, status: "failed" } });
  const run = await tx.onboardingRun.create({ data: { ...ended, number: 2, status: "complete" } });
  const read = { fetched: 1, created: 0, updated: 1, gone: 0, seconds: 1 };
  await tx.agentDataSet.createMany({
    data: ["transactions", "listings"].map(step => ({ userId, step, runId: run.id, readAt: at, ...read })),
  });
  return run.id;
}

beforeAll(async () => {
  mine = await newAgentAccount(null);
  theirs = await newAgentAccount(null);
  const [account, other] = [mine, theirs];
  await asSystem(async tx => {
    await tx.$executeRaw`SELECT setseed(0.25)`;
    for (const [{ userId }, count] of [
      [account, 80],
      [other, 40],
    ] as const)
      await seed(tx, userId, count);
    await tx.$executeRaw`
      INSERT INTO listing (user_id, id, code, lifecycle_group, state, address_one_line, city, price, currency, listing_date, synced_at)
      SELECT user_id, 'L' || id, code, lifecycle_group, state, address_one_line, city, price, currency, closing_date_actual, synced_at FROM "transaction"`;
  });
});

const searchFor = (kind: DealKind, told: Record<string, unknown> = {}) => readDealSearch(kind, told);
type Row = Awaited<ReturnType<typeof listDeals<"transaction">>>["items"][number];

/** All pages of a list from its start, and back again from its end. */
async function walk(kind: DealKind, told: Record<string, string>) {
  const turn = async (change: Partial<DealSearch>) =>
    listDeals(mine.userId, kind, { ...searchFor(kind, told), ...change });
  const there: Row[][] = [];
  for (let after: string | undefined; ; ) {
    const page = await turn({ after });
    there.push(page.items as Row[]);
    if (page.next === null) {
      const back = [page.items as Row[]];
      for (let before = page.previous; before !== null; ) {
        const one = await turn({ before });
        back.unshift(one.items as Row[]);
        before = one.previous;
      }
      return { there, back, total: page.total };
    }
    after = page.next;
  }
}

const compare = (one: string | number, other: string | number) => (one < other ? -1 : one > other ? 1 : 0);

/** The order of a list as one would say it: by key, by id where keys are equal, and last what has no key. */
function ordered(rows: readonly Row[], sort: string, order: string): string[] {
  const keyOf = ({ sortKey }: Row) =>
    sortKey !== null && ["price", "payout"].includes(sort) ? Number(sortKey) : sortKey;
  const sign = order === "asc" ? 1 : -1;
  const sorted = rows.toSorted((one, other) => {
    const [a, b] = [keyOf(one), keyOf(other)];
    if (a === null || b === null) return a === b ? sign * compare(one.id, other.id) : a === null ? 1 : -1;
    return sign * (compare(a, b) || compare(one.id, other.id));
  });
  return sorted.map(({ id }) => id);
}

const ids = (pages: readonly (readonly { id: string }[])[]) => pages.flat().map(({ id }) => id);

test("A19: under every sort, with equal and missing keys, the pages of a list give each row once and in order, there and back", async () => {
  for (const kind of ["transaction", "listing"] as const)
    for (const sort of dealSorts[kind])
      for (const order of ["asc", "desc"])
        for (const filter of [{}, { group: "closed" }] as Record<string, string>[]) {
          const name = `${kind} by ${sort} ${order} ${JSON.stringify(filter)}`;
          const { there, back, total } = await walk(kind, { sort, order, ...filter });
          const rows = there.flat();
          expect(rows.length, name).toBe("group" in filter ? 27 : 80);
          expect(total, `${name}: counted only where somebody looks for some`).toBe("group" in filter ? 27 : null);
          expect(ids(there), name).toEqual(ordered(rows, sort, order));
          expect(new Set(ids(there)).size, name).toBe(rows.length);
          expect(ids(back), `${name}, backward`).toEqual(ids(there));
          if (kind === "transaction" && sort === "date" && !("group" in filter))
            expect(rows.at(-1)?.day, name).toBeNull();
        }
});

test("A19: a page stays where it was while rows come and go before it", async () => {
  const { userId } = mine;
  const search = searchFor("transaction", { sort: "price" });
  const first = await listDeals(userId, "transaction", search);
  const second = await listDeals(userId, "transaction", { ...search, after: first.next ?? "" });
  const top = {
    userId,
    id: "a-new-first",
    lifecycleGroup: "OPEN",
    price: 999_999,
    currency: "USD",
    syncedAt: new Date(),
  };
  await asSystem(tx => tx.transaction.create({ data: top }));
  const again = await listDeals(userId, "transaction", { ...search, after: first.next ?? "" });
  expect(ids([again.items])).toEqual(ids([second.items]));
  const newFirst = await listDeals(userId, "transaction", { ...search, before: again.previous ?? "" });
  expect(newFirst.items.length, "a full page before it").toBe(25);
  expect(newFirst.previous, "and what came is before that one").not.toBeNull();
  await asSystem(tx => tx.transaction.delete({ where: { userId_id: { userId, id: "a-new-first" } } }));
});

test("bar 28: what nobody can mean in an address is the default, and a place that cannot be read is the first page", async () => {
  const first = await listDeals(mine.userId, "transaction", searchFor("transaction"));
  const nowhere = [
    ...["", "x", "%00", "e30", "W10", "null", "9".repeat(9_000), writePlace("price.desc", { key: "1", id: "a" })],
    writePlace("date.desc", { key: "2025-02-31", id: "a" }),
    writePlace("date.desc", { key: "0000-01-01", id: "a" }),
    writePlace("date.desc", { key: "2025-01-01", id: "a\0" }),
    Buffer.from(JSON.stringify(["date.desc", { toString: 1 }, "a"])).toString("base64url"),
    writePlace("date.desc", { key: null, id: "zzz".repeat(90) }),
  ];
  for (const place of nowhere)
    for (const told of [{ after: place }, { before: place }]) {
      const page = await listDeals(mine.userId, "transaction", searchFor("transaction", told));
      expect(ids([page.items]), JSON.stringify(told).slice(0, 80)).toEqual(ids([first.items]));
    }
  const behindAll = writePlace("date.desc", { key: null, id: "!" });
  const beyond = await listDeals(mine.userId, "transaction", searchFor("transaction", { after: behindAll }));
  expect(ids([beyond.items]), "behind the last row is the beginning").toEqual(ids([first.items]));
  const nonsense = { group: "OPEN' --", state: ["a", "b"], q: "\0", from: "2025-13-01", to: "yesterday", changed: "2" };
  const rest = { sort: "id; DROP", order: "up", rows: "1000000", after: ["a"], before: { a: 1 } };
  expect(searchFor("transaction", { ...nonsense, ...rest })).toEqual(searchFor("transaction"));
  expect(searchFor("listing", { sort: "payout" }).sort, "a listing has no payout").toBe("date");
});

test("A19: a list is found by life, state, day, words of the deal, names of its people, and what the last sync has changed", async () => {
  const { userId } = mine;
  const account = mine;
  const found = { userId, lifecycleGroup: "CLOSED", state: "ODD_STATE", syncedAt: new Date(), city: "Marfa" };
  await asSystem(async tx => {
    await tx.transaction.createMany({
      data: [
        {
          ...found,
          id: "f1",
          addressOneLine: "100% Cotton_Lane",
          code: "Z-1",
          closingDateActual: new Date("2030-05-01"),
        },
        {
          ...found,
          id: "f2",
          addressOneLine: "1000 Cotton Lane",
          mlsNumber: "MLS-77",
          closingDateEstimated: new Date("2030-05-02"),
        },
        { ...found, id: "f3", addressOneLine: null },
      ],
    });
    const person = { userId, transactionId: "f3", id: "p", firstName: "Zoë", lastName: "O’Hara" };
    await tx.participant.createMany({
      data: [person, { ...person, transactionId: "f2", firstName: "Zoë", lastName: "Quill" }],
    });
    const runId = await open(tx, account);
    const change = { userId, runId, step: "transactions", label: "x", foundAt: new Date() };
    await tx.syncChange.createMany({
      data: [
        { ...change, recordId: "f1", kind: "added", fields: [] },
        { ...change, recordId: "f2", kind: "gone", fields: [] },
        {
          ...change,
          recordId: "f3",
          kind: "changed",
          runId: runId - 1,
          fields: [{ field: "state", from: "NEW", to: "ODD_STATE" }],
        },
      ],
    });
  });
  const find = async (told: Record<string, string>) => {
    const { items, total } = await listDeals(
      userId,
      "transaction",
      searchFor("transaction", { order: "asc", ...told }),
    );
    expect(total).toBe(items.length);
    return items.map(({ id }) => id);
  };
  expect(await find({ q: "100%" }), "a sign of a pattern is a sign").toEqual(["f1"]);
  expect(await find({ q: "cotton_" })).toEqual(["f1"]);
  expect(await find({ q: "LANE  cotton" }), "words in any order").toEqual(["f1", "f2"]);
  expect(await find({ q: "mls-77" })).toEqual(["f2"]);
  expect(await find({ q: "z-1" })).toEqual(["f1"]);
  expect(await find({ q: "zoë o’hara" })).toEqual(["f3"]);
  expect(await find({ q: "hara quill" }), "of one person").toEqual([]);
  expect(await find({ state: "ODD_STATE" })).toEqual(["f1", "f2", "f3"]);
  expect(await find({ state: "ODD_STATE", group: "open" })).toEqual([]);
  expect(await find({ from: "2030-05-01", to: "2030-05-01" })).toEqual(["f1"]);
  expect(await find({ from: "2030-05-02" }), "the expected day while there is no real one").toEqual(["f2"]);
  expect(await find({ changed: "1" }), "since the reading before, and still there").toEqual(["f1", "f3"]);
  const sets = await countChanges(userId);
  expect(sets.find(({ step }) => step === "transactions")?.kept, "as the page of changes tells").toBe(3);
  const listing = await listDeals(userId, "listing", searchFor("listing", { changed: "1" }));
  expect([listing.items, listing.total]).toEqual([[], 0]);
  const detail = await findTransaction(userId, "f3");
  expect(detail?.people?.map(({ name }) => name)).toEqual(["Zoë O’Hara"]);
  expect(detail?.changes).toMatchObject([
    { kind: "changed", fields: [{ field: "state", from: "NEW", to: "ODD_STATE" }] },
  ]);
});

test("bar 24: another account's deals are in no list, no page and no file, and an odd id is nobody's", async () => {
  const { userId } = theirs;
  const [known] = (await listDeals(mine.userId, "transaction", searchFor("transaction"))).items;
  for (const id of [known?.id ?? "", "", "\0", "x".repeat(300)]) expect(await findTransaction(userId, id)).toBeNull();
  expect(await findTransaction(mine.userId, known?.id ?? "")).not.toBeNull();
  expect(await findListing(userId, `L${known?.id}`)).toBeNull();
  const search = searchFor("transaction", { rows: "100" });
  expect((await listDeals(userId, "transaction", search)).items.length).toBe(40);
  expect((await listDeals(userId, "transaction", { ...search, q: "f1" })).total, "of nobody's people either").toBe(0);
});

test("A19: a download has the rows of the filter in the order of the list, no formula, is one's own, and is kept in the audit trail", async () => {
  const account = theirs;
  const { userId } = account;
  await expect(exportDeals({ userId }, "transaction", {})).rejects.toMatchObject({ code: "onboarding_required" });
  await asSystem(async tx => {
    await open(tx, account);
    const row = { userId, lifecycleGroup: "CLOSED", state: "EVIL", currency: "USD", syncedAt: new Date() };
    await tx.transaction.createMany({
      data: [
        { ...row, id: "e1", addressOneLine: '=HYPERLINK("http://x")', price: "12345678901234.56" },
        { ...row, id: "e2", addressOneLine: 'say "hi", please', price: "2.00" },
      ],
    });
  });
  const read = async (kind: DealKind, asked: object) => csvFile(await exportDeals({ userId }, kind, asked)).text();
  const [head, first, second, ...rest] = (await read("transaction", { state: "EVIL", sort: "price" }))
    .trimEnd()
    .split("\r\n");
  expect(head).toContain("id,code,life,state");
  expect(first).toMatch(/^e1,/);
  expect(first).toContain('"\'=HYPERLINK(""http://x"")"');
  expect(first, "to the cent").toContain("12345678901234.56");
  expect(second).toContain('"say ""hi"", please"');
  expect(rest).toEqual([]);
  expect((await read("transaction", {})).trimEnd().split("\r\n").length, "its own, all of them").toBe(1 + 42);
  expect((await read("listing", {})).trimEnd().split("\r\n").length).toBe(1 + 40);
  const kept = await asSystem(
    tx => tx.$queryRaw<{ action: string }[]>`
      SELECT action FROM audit_entry WHERE subject_kind = 'agent' AND subject_id = ${String(userId)} AND action LIKE 'agent.%_exported' ORDER BY id`,
  );
  expect(kept.map(({ action }) => action)).toEqual([
    ...["agent.transactions_exported", "agent.transactions_exported", "agent.listings_exported"],
  ]);
});

test("A19: a deal is as fresh as the reading of its data set, and a list tells when more has changed than is kept", async () => {
  const account = await newAgentAccount(null);
  const { userId } = account;
  const deal = { userId, id: "d", lifecycleGroup: "OPEN", state: "NEW", currency: "USD", syncedAt: new Date(0) };
  await asSystem(tx => tx.transaction.create({ data: deal }));
  expect((await findTransaction(userId, "d"))?.readAt, "never read to its end").toBeNull();
  const runId = await asSystem(tx => open(tx, account));
  const set = { userId_step: { userId, step: "transactions" } };
  const { readAt } = await asSystem(tx => tx.agentDataSet.update({ where: set, data: { created: 300, updated: 200 } }));
  expect(await findTransaction(userId, "d")).toMatchObject({
    readAt: readAt.toISOString(),
    syncedAt: new Date(0).toISOString(),
  });
  const isCut = async () => (await listDeals(userId, "transaction", searchFor("transaction"))).reading.isCut;
  const tell = (gone: number) => asSystem(tx => tx.agentDataSet.update({ where: set, data: { gone } }));
  const change = { userId, runId, step: "transactions", recordId: "d", label: "x", kind: "changed" as const };
  await tell(1);
  expect(await isCut(), "a first reading changes nothing").toBe(false);
  await asSystem(tx => tx.syncChange.create({ data: { ...change, fields: [], foundAt: new Date() } }));
  expect(await isCut(), "501 changes").toBe(true);
  await tell(0);
  expect(await isCut(), "500 changes").toBe(false);
});

test("A19: the address of a list keeps the filters and loses its page when they change", () => {
  const search = searchFor("transaction", {
    q: "a b&c",
    group: "open",
    sort: "price",
    order: "asc",
    rows: "50",
    after: "x",
  });
  expect(readDealSearch("transaction", Object.fromEntries(new URLSearchParams(writeDealSearch(search))))).toEqual(
    search,
  );
  expect(writeDealSearch(search, { group: "closed" })).toBe("group=closed&q=a+b%26c&sort=price&order=asc&rows=50");
  expect(writeDealSearch(searchFor("transaction"))).toBe("");
});
