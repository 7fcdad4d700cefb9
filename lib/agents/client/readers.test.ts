import { describe, expect, test } from "vitest";
import type { Wire } from "../sandbox/wire";
import { dealPart } from "./deals";
import { Drift } from "./drift";
import type { Unreadable } from "./entities";
import { readGroupCounts, sumGroups } from "./group-counts";
import { sponsorPart } from "./network";
import { type Part, readEntry, readList } from "./pages";
import { contributionPart, paymentPart } from "./revshare";
import { kindOfRefusal, readRefusal } from "./rezen-refusal";

type Found = { item?: unknown; unreadable?: Unreadable; drift: string[] };

function read(reader: Pick<Part<unknown>, "name" | "read" | "leftOut" | "idNames">, entry: unknown): Found {
  const drift = new Drift();
  const found = readEntry(reader, entry, drift);
  return { ...("item" in found ? { item: found.item } : { unreadable: found }), drift: drift.list() };
}

describe("contributions", () => {
  const reader = contributionPart(2, "me");
  const base = { id: "c1", transactionId: "t1", contributionDate: "2026-03-01", status: "PAID" };

  test.each([
    ...["agentYentaId", "contributorYentaId", "yentaId", "agentId", "contributorId"].map(name => ({ [name]: "a1" })),
    ...["agent", "contributor", "contributingAgent"].flatMap(name =>
      ["yentaId", "id", "uuid"].map(inside => ({ [name]: { [inside]: "a1" } })),
    ),
    { agentId: "me", contributorId: "a1" },
    { yentaId: "me", agent: { id: "a1" } },
    { yentaId: "me", agentId: "a1" },
  ])("000: %j comes from a1", who => {
    expect(read(reader, { ...base, ...who, amount: 1 }).item).toMatchObject({ id: "c1", tier: 2, contributorId: "a1" });
  });

  test.each(["payout", "payoutAmount", "paymentAmount", "amount", "totalPayout", "earnings", "earnedAmount"])(
    "000: %s is the amount, in each way to write one",
    name => {
      const amounts = [12.5, "12.5", { amount: "12.5", currency: "CAD" }].map(
        value => read(reader, { ...base, agentId: "a1", [name]: value }).item,
      );
      expect(amounts).toMatchObject(["USD", "USD", "CAD"].map(currency => ({ amount: { amount: "12.5", currency } })));
    },
  );

  test("one without an id has the same one each time; one without an amount is named and left out", () => {
    const { id: _, ...nameless } = base;
    const given = { ...nameless, agentId: "a1", amount: 3 };
    expect(read(reader, given).item).toMatchObject({ id: "2:a1:t1:2026-03-01:3" });
    expect(read(reader, { ...base, agentId: "a1" }).unreadable).toMatchObject({ id: "c1", field: "amount" });
    expect(read(reader, { amount: 3 }).unreadable).toMatchObject({ id: null, field: "id" });
  });
});

describe("deals", () => {
  const group = (fields: Wire) =>
    (read(dealPart("transaction", null), { id: "d", ...fields }).item as { deal: Wire }).deal;

  test.each<[Wire, string]>([
    [{ lifecycleState: { state: "SETTLED" } }, "CLOSED"],
    [{ lifecycleState: "LISTING_CLOSED" }, "CLOSED"],
    [{ lifecycleState: { state: "TERMINATION_REQUESTED" } }, "OPEN"],
    [{ lifecycleState: { state: "TERMINATED" } }, "TERMINATED"],
    [{ lifecycleState: { state: "SOMETHING_NEW" }, closingDateActual: "2026-03-01" }, "OPEN"],
    [{ closedAt: 1_772_323_200_000 }, "CLOSED"],
    [{ lifecycleGroup: "terminated", lifecycleState: { state: "NEW" } }, "TERMINATED"],
    [{}, "OPEN"],
  ])("000: %j is %s", (fields, wanted) => expect(group(fields).lifecycleGroup).toBe(wanted));

  test("000: what is new is told, what is absurd is left empty and told, what we leave out is neither", () => {
    const { item, drift } = read(dealPart("transaction", null), {
      ...{
        id: "d",
        brandNew: 1,
        yearBuilt: 1990,
        firmDate: "2026-02-30",
        price: "cheap",
        currency: "CAD",
        myNetPayout: "1.005",
      },
      participants: [{ participantRole: "ASTROLOGER", firstName: "ANA", shoeSize: 9 }, null],
    });
    const participants = [{ id: "d:0", role: "ASTROLOGER", firstName: "Ana" }];
    const amount = { amount: "1.005", currency: "CAD" };
    expect(item).toMatchObject({ deal: { firmDate: null, price: null, myNetPayout: amount, participants } });
    expect(drift.sort()).toEqual([
      ...["transactions.brandNew", "transactions.firmDate: no date", "transactions.participants.shoeSize"],
      ...["transactions.participants: no list of objects", "transactions.price: no amount"],
    ]);
  });
});

test("000: a sponsor without a level stands above the one before; at a level below 1 there is nobody", () => {
  const reader = sponsorPart();
  expect(read(reader, { id: "a" }).item).toMatchObject({ level: 1 });
  expect(read(reader, { id: "b", level: 0 }).unreadable).toMatchObject({ id: "b", field: "level" });
  expect(read(reader, { id: "c", level: -1 }).unreadable).toMatchObject({ id: "c", field: "level" });
  expect(read(reader, { id: "d" }).item).toMatchObject({ level: 2 });
});

test("000: seconds where milliseconds should be are the day they mean, and told; what is no date is told as that", () => {
  const { item, drift } = read(sponsorPart(), { id: "a", joinDate: 1_772_323_200, terminatedAsOf: 20_260_301 });
  expect(item).toMatchObject({ joinDate: "2026-03-01", terminatedAsOf: null });
  expect(drift.sort()).toEqual(["sponsors.joinDate: seconds, not milliseconds", "sponsors.terminatedAsOf: no date"]);
});

test("000: a payment that cannot be read has the name under which it was stored", () => {
  expect(read(paymentPart(null), { id: "x", outgoingPaymentId: "p" }).unreadable).toMatchObject({ id: "p" });
});

test.each<[unknown, string[], unknown]>([
  [[1, 2], ["payments"], { count: 2, hasNext: null, total: null }],
  [{ payments: [1], hasNext: false, totalCount: "7" }, ["payments"], { count: 1, hasNext: false, total: 7 }],
  [{ content: [1], last: false, totalElements: 3 }, ["payments"], { count: 1, hasNext: true, total: 3 }],
  [{ payments: null, hasNext: "false" }, ["payments"], { count: 0, hasNext: false, total: null }],
  [{ payments: null, hasNext: true }, ["payments"], null],
  [{ payments: null }, ["payments"], null],
  [{ others: [1] }, ["payments"], null],
  [{ payments: "none" }, ["payments"], null],
  ["text", ["payments"], null],
])("000: the list in %j under %j is %j", (body, under, wanted) => {
  const list = readList(body, under);
  expect(list && { count: list.entries.length, hasNext: list.hasNext, total: list.total }).toEqual(wanted);
});

test.each<[unknown, string | null]>([
  [{ "com.real.commons.apierror.ApiError": { status: "NOT_FOUND", message: "no such agent" } }, "wrong_address"],
  [{ "com.real.commons.apierror.ApiError": { status: "FORBIDDEN", message: "Invalid API key" } }, "auth"],
  [{ "com.real.commons.apierror.ApiError": { status: "FORBIDDEN", message: "not yours" } }, "permission"],
  [{ "com.real.commons.apierror.ApiError": { status: "TOO_MANY_REQUESTS" } }, "rate_limit"],
  [{ "com.real.commons.apierror.ApiError": { status: "SERVICE_UNAVAILABLE" } }, "unreachable"],
  [{ "com.real.commons.apierror.ApiError": {} }, "unexpected"],
  [{ error: "Unauthorized" }, "auth"],
  [{ detail: "teapot" }, "unexpected"],
  [{ id: "a" }, null],
  [[], null],
  [null, null],
])("000: the refusal %j is %s", (body, kind) => {
  const refusal = readRefusal(body);
  expect(refusal && kindOfRefusal(refusal)).toBe(kind);
});

test.each<[unknown, number | null]>([
  [{ open: 1, closed: "2", terminated: 3 }, 6],
  [{ openCount: 1, closedCount: 2 }, 3],
  [
    [
      { lifeCycleGroup: "OPEN", count: 4 },
      { lifeCycleGroup: "CLOSED", count: 5 },
    ],
    9,
  ],
  [{ counts: [{ group: "OPEN", total: 4 }] }, 4],
  [{ open: "many" }, null],
  [{ id: 1 }, null],
  [null, null],
])("000: counts by group in %j are %j", (body, count) => expect(sumGroups(readGroupCounts(body))).toBe(count));
