import { expect, test } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { newPractitioner, saveStep } from "@/lib/platform/testing/new-practitioner";
import { type Taken, takeRecords } from "./take";

const sender = { source: "partner:acct_calling", actor: { kind: "partner", id: "acct_calling" } } as const;
const take = (records: unknown[], region?: string) => takeRecords(sender, records, region);
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const phone = (serial: number) => `+1415555${String(1000 + serial).slice(-4)}`;
const outcomes = (taken: Taken[]) => taken.map(({ result }) => result);

/** Every row that a batch may write, as text; the audit trail and marks of time included. */
const everything = () =>
  system(async tx => {
    const tables = [
      await tx.practitioner.findMany({ orderBy: { id: "asc" } }),
      await tx.callTranscript.findMany({ orderBy: { id: "asc" } }),
      await tx.callOutcome.findMany({ orderBy: { id: "asc" } }),
      await tx.practitionerInsights.findMany({ orderBy: { id: "asc" } }),
      await tx.rejectedRecord.findMany({ orderBy: { id: "asc" } }),
      await tx.auditEntry.findMany({ orderBy: { id: "asc" } }),
    ];
    return JSON.stringify(tables, (_, value) => (typeof value === "bigint" ? String(value) : value));
  });

const find = (phoneNumber: string) =>
  system(tx =>
    tx.practitioner.findUniqueOrThrow({
      where: { phoneNumber },
      include: { calls: true, outcomes: true, insights: true },
    }),
  );

const call = (roomName: string, callDate: string, more: object = {}) => ({
  room_name: roomName,
  call_date: callDate,
  call_duration_seconds: 240,
  call_status: "completed",
  conversation_summary: "Wants to know more.\nSends a photo.",
  transcript: { turns: [{ Speaker: "agent", text: "Hello" }], "Any-Key": 1 },
  outcome: { call_outcome: "interested", approach_used: "friendly", objection_type: null, notes: "call again" },
  ...more,
});

const full = (phoneNumber: string) => ({
  phone_number: phoneNumber,
  name: "Zoë Müller-Østergård 山田",
  email: "zoe@example.com",
  practice_type: "Yoga Studio",
  location: "Zürich",
  about_us: "Two lines\nof text",
  website_url: "yoga.example/zürich",
  social_media_links: { Instagram: "@zoe", "Tik-Tok": null },
  contact_status: "interested",
  student_count: 40,
  class_types: ["Hatha", "Yin"],
  current_challenges: ["no time"],
  preferred_contact_method: "sms",
  business_details: { "Opened In": 2014 },
  calls: [call("room-1", "2026-03-03T15:00:00Z"), call("room-0", "2026-02-01")],
  insights: {
    communication_style: "warm",
    total_calls: 2,
    successful_calls: 1,
    conversion_probability: 0.75,
    successful_approaches: ["friendly"],
  },
});

// Each fault that a record can have, with the fields that are told of it.
const faults: [record: unknown, fields: string][] = [
  [null, ""],
  ["+14155550132", ""],
  [[], ""],
  [{}, "phoneNumber"],
  [{ phone_number: "" }, "phoneNumber"],
  [{ phone_number: "12" }, "phoneNumber"],
  [{ phone_number: 14155551000 }, "phoneNumber"],
  [{ phone_number: "+1 900 555 0123" }, "phoneNumber"],
  [{ phone_number: "+14155551000 ext 5" }, "phoneNumber"],
  [
    { phone_number: "nobody", email: "nobody", student_count: -1, is_contacted: "yes" },
    "phoneNumber email isContacted studentCount",
  ],
  [{ phone_number: phone(1), email: "no@body" }, "email"],
  [{ phone_number: phone(1), name: "a\0b" }, "name"],
  [{ phone_number: phone(1), name: "\ud800" }, "name"],
  [{ phone_number: phone(1), name: "bell\u0007" }, "name"],
  [{ phone_number: phone(1), name: "x".repeat(201) }, "name"],
  [{ phone_number: phone(1), unknown_key: 1 }, "unknownKey"],
  [{ phone_number: phone(1), phoneNumber: 1 }, "phoneNumber"],
  [{ phone_number: phone(1), website_url: "javascript:alert(1)" }, "websiteUrl"],
  [{ phone_number: phone(1), student_count: 1.5 }, "studentCount"],
  [{ phone_number: phone(1), last_contacted_date: "2026-02-30" }, "lastContactedDate"],
  [{ phone_number: phone(1), last_contacted_date: "2999-01-01" }, "lastContactedDate"],
  [{ phone_number: phone(1), social_media_links: [] }, "socialMediaLinks"],
  [{ phone_number: phone(1), class_types: ["a", ""] }, "classTypes.1"],
  [{ phone_number: phone(1), calls: [{ room_name: "r" }] }, "calls.0.callDate"],
  [{ phone_number: phone(1), calls: [call("", "2026-03-03")] }, "calls.0.roomName"],
  [{ phone_number: phone(1), calls: [call("r", "2026-03-03", { outcome: {} })] }, "calls.0.outcome.callOutcome"],
  [{ phone_number: phone(1), insights: { total_calls: 1, successful_calls: 2 } }, "insights.successfulCalls"],
  [{ phone_number: phone(1), insights: { conversion_probability: 2 } }, "insights.conversionProbability"],
];

const house = (field: string) => field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

test("003: a batch of 1,000 records with every kind of fault answers each record, and the same batch twice changes nothing", async () => {
  const good = Array.from({ length: 1000 - faults.length - 3 }, (_, at) =>
    at % 10 === 0 ? full(phone(at + 10)) : { phone_number: phone(at + 10), name: `Person ${at}` },
  );
  const twice = [
    { phone_number: phone(10), name: "First" },
    { phone_number: "(415) 555-1010", location: "Rome" },
    { phone_number: phone(3000) },
  ];
  const records = [...faults.map(([record]) => record), ...good, ...twice];
  expect(records).toHaveLength(1000);
  const taken = await take(records, "US");
  expect(taken.map(({ index }) => index)).toEqual(records.map((_, at) => at));
  for (const [at, [record, fields]] of faults.entries()) {
    const one = taken[at];
    expect(one?.result, JSON.stringify(record)).toBe("rejected");
    expect(one?.errors.map(({ field }) => house(field)).join(" "), JSON.stringify(record)).toBe(fields);
  }
  expect(new Set(outcomes(taken.slice(faults.length, -3)))).toEqual(new Set(["created"]));
  const [again, spelled, fresh] = taken.slice(-3);
  expect([again, spelled]).toMatchObject([
    { duplicateOf: faults.length },
    { duplicateOf: faults.length, phoneNumber: phone(10) },
  ]);
  expect(fresh).toMatchObject({ result: "created", duplicateOf: null });
  const first = await find(phone(10));
  expect(first).toMatchObject({ name: "First", location: "Rome", email: "zoe@example.com", isContacted: true });
  const before = await everything();
  const repeated = await take(records, "US");
  expect(new Set(outcomes(repeated))).toEqual(new Set(["rejected", "unchanged"]));
  expect(await everything()).toBe(before);
  expect(await system(tx => tx.rejectedRecord.count()), "each that could not be taken is kept once").toBe(
    faults.length,
  );
});

const spellings = [
  "+14155559001",
  "+1 (415) 555-9001",
  "0014155559001",
  "＋１４１５５５５９００１",
  "415.555.9001",
  " (415) 555 9001 ",
];

test("003: every spelling of a number is one person", async () => {
  const taken = await take(
    spellings.map(spelling => ({ phone_number: spelling })),
    "US",
  );
  expect(new Set(taken.map(({ phoneNumber }) => phoneNumber))).toEqual(new Set(["+14155559001"]));
  expect(outcomes(await take(["415.555.9001"].map(text => ({ phone_number: text }))))).toEqual(["rejected"]);
});

test("003: what was not told stays, null empties, a call is known by its room, and a call makes somebody contacted", async () => {
  const [number, told] = ["+14155559100", full("+14155559100")];
  await take([told]);
  const made = await find(number);
  expect(made).toMatchObject({
    name: told.name,
    isContacted: true,
    lastContactedDate: new Date("2026-03-03T15:00:00Z"),
    socialMediaLinks: told.social_media_links,
    businessDetails: told.business_details,
    callingVersion: 2,
    insights: { totalCalls: 2, communicationStyle: "warm" },
  });
  expect(made.calls.map(({ roomName }) => roomName).sort()).toEqual(["room-0", "room-1"]);
  expect(made.calls[0]?.transcriptJson).toEqual(told.calls[0]?.transcript);
  expect(made.outcomes[0]).toMatchObject({ callOutcome: "interested", callDuration: 240 });
  const next = {
    phone_number: number,
    email: null,
    contact_status: null,
    class_types: null,
    calls: [call("room-1", "2026-03-04", { call_status: "late" })],
  };
  expect(outcomes(await take([next]))).toEqual(["updated"]);
  const changed = await find(number);
  expect(changed).toMatchObject({
    name: told.name,
    email: null,
    contactStatus: "new",
    classTypes: [],
    callingVersion: 3,
  });
  expect(changed.lastContactedDate).toEqual(new Date("2026-03-04T00:00:00Z"));
  expect(changed.calls).toHaveLength(2);
  expect(changed.calls.find(({ roomName }) => roomName === "room-1")).toMatchObject({ callStatus: "late" });
  expect(outcomes(await take([{ phone_number: number, insights: { total_calls: 3 } }]))).toEqual(["updated"]);
  expect((await find(number)).callingVersion, "nothing of the person's own row was told").toBe(3);
});

test("003: somebody who is here already, or through already, keeps every answer", async () => {
  const person = await newPractitioner({ name: "John Doe", email: "john@yogastudio.com", isContacted: true });
  await saveStep(person, "basic-info");
  const own = () => system(tx => tx.basicInfo.findUniqueOrThrow({ where: { practitionerId: person.practitionerId } }));
  const before = await own();
  const told = { phone_number: person.phoneNumber, name: "Jon Dough", email: "other@example.com", location: "Boston" };
  expect(outcomes(await take([told]))).toEqual(["updated"]);
  expect(await own()).toEqual(before);
  const row = await find(person.phoneNumber);
  expect(row).toMatchObject({ name: "Jon Dough", userId: person.userId, crmOnboardingCompleted: false });
});

test("003: batches with the same people in other orders wait for each other and neither deadlocks nor doubles", async () => {
  const numbers = Array.from({ length: 200 }, (_, at) => `+1415556${String(1000 + at)}`);
  await take(numbers.filter((_, at) => at % 2 === 0).map(phone_number => ({ phone_number })));
  const deadlocks = () =>
    system(
      async tx =>
        (
          await tx.$queryRaw<
            { n: number }[]
          >`SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()`
        )[0]?.n,
    );
  const before = await deadlocks();
  const orders = [
    numbers,
    [...numbers].reverse(),
    [...numbers.slice(100), ...numbers.slice(0, 100)],
    numbers.toSorted((a, b) => (a.slice(-1) < b.slice(-1) ? -1 : 1)),
  ];
  const all = await Promise.all(
    orders.map((order, at) =>
      take(
        order.map(phone_number => ({ phone_number, name: `Batch ${at}`, calls: [call(`room-${at}`, "2026-03-03")] })),
      ),
    ),
  );
  expect(all.flatMap(outcomes).filter(one => one === "created")).toHaveLength(100);
  expect(await deadlocks()).toBe(before);
  const names = await system(tx =>
    tx.practitioner.groupBy({ by: ["name"], where: { phoneNumber: { in: numbers } }, _count: true }),
  );
  expect(
    names.map(({ _count }) => _count),
    "one of them was the last, for everybody",
  ).toEqual([200]);
  expect(await system(tx => tx.callTranscript.count({ where: { phoneNumber: { in: numbers } } }))).toBe(800);
});

test("003: a batch takes people in the order of their numbers, so that no two can wait for each other", async () => {
  const [small, large] = ["+14155569001", "+14155569002"];
  const add = (tx: Tx, number: string) => tx.$executeRaw`INSERT INTO practitioners (phone_number) VALUES (${number})`;
  const waiting = () =>
    system(async tx => {
      const [row] = await tx.$queryRaw<{ n: number }[]>`
        SELECT count(*)::int AS n FROM pg_locks l WHERE NOT l.granted AND EXISTS (
          SELECT FROM pg_locks o JOIN pg_database d ON d.oid = o.database WHERE o.pid = l.pid AND d.datname = current_database())`;
      return row?.n;
    });
  const taking = await system(async tx => {
    await add(tx, small);
    const batch = take([{ phone_number: large }, { phone_number: small }]);
    await expect.poll(waiting, { timeout: 3_000 }).toBe(1);
    // The batch waits for the small number; had it begun with the large one, this would wait for the batch.
    await tx.$executeRaw`SET LOCAL lock_timeout = '300ms'`;
    await add(tx, large);
    return { batch };
  });
  expect(outcomes(await taking.batch)).toEqual(["unchanged", "unchanged"]);
});

const deep = (levels: number, key = "a") => {
  let value: unknown = "end";
  for (let at = 0; at < levels; at++) value = { [key]: value };
  return value;
};

// Each made the whole batch fail once: what cannot be stored, or not even written as text.
const odd: [name: string, more: object][] = [
  ["NUL in a key of a map", { social_media_links: { "a\0b": 1 } }],
  ["NUL in a key deep in a map", { business_details: { Shops: [{ "\0": 1 }] } }],
  ["lone surrogate in a key of a transcript", { calls: [call("r", "2026-03-03", { transcript: { "\ud83d": 1 } })] }],
  ["NUL in key and value", { social_media_links: { "a\0b": "c\0d" } }],
  ["key whose 200th unit is half a pair", { [`${"x".repeat(199)}😀`]: 1 }],
  ["path whose 200th unit is half a pair", { social_media_links: deep(40, `${"x".repeat(180)}😀`) }],
  ["5,000 levels", { business_details: deep(5000) }],
];

test.each(odd)("003: one odd record leaves the batch to the others: %s", async (_, more) => {
  const number = phone(7300 + odd.findIndex(([, one]) => one === more));
  const taken = await take([
    { phone_number: phone(8900), ...more },
    { phone_number: number, name: "Good" },
  ]);
  expect(outcomes(taken)).toEqual(["rejected", "created"]);
  expect(JSON.stringify(taken[0]?.errors)).not.toMatch(/\\u0000|\\ud[89a-f]/);
});

test("003: a call that is told again with less keeps what was known of it, also within one batch", async () => {
  const number = phone(8950);
  const told = { phone_number: number, calls: [call("again", "2026-03-03T15:00:00Z")] };
  const less = (more: object = {}) => ({
    phone_number: number,
    calls: [{ room_name: "again", call_date: "2026-03-03T15:00:00Z", ...more }],
  });
  await take([told]);
  expect(outcomes(await take([less()]))).toEqual(["unchanged"]);
  expect(outcomes(await take([told, less({ call_status: "voicemail" })]))).toEqual(["updated", "updated"]);
  const { calls, outcomes: kept } = await find(number);
  expect(calls).toEqual([
    expect.objectContaining({
      callStatus: "voicemail",
      transcriptJson: call("", "").transcript,
      conversationSummary: call("", "").conversation_summary,
      callDurationSeconds: 240,
    }),
  ]);
  expect(kept).toEqual([expect.objectContaining({ callDuration: 240, callOutcome: "interested" })]);
});
