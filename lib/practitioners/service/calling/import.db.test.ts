import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { getCallingImport, readCallingFaults } from "../../queries/calling-imports";
import { previewImport } from "./preview-import";
import { nudgeCallingImports, purgeCallingImports, runCallingImport, startImport } from "./run-import";
import { takeRecords } from "./take";

const by = { actor: { id: 1 }, caller: { address: "192.0.2.1", agent: "a browser" } };
const signal = new AbortController().signal;
const upload = (text: string, defaultRegion?: string) => previewImport(by, Buffer.from(text), { defaultRegion });
const count = (prefix: string) =>
  transaction("system", tx => tx.practitioner.count({ where: { phoneNumber: { startsWith: prefix } } }));
const counts = async (id: number) => {
  const { state, done, created, updated, unchanged, rejected } = await getCallingImport(id);
  return { state, done, created, updated, unchanged, rejected };
};

test("003: a file is looked at first, then taken row by row; what could not be taken is kept with its line", async () => {
  const file = [
    "phone;name;email",
    "(415) 555-0701;John;john@example.com",
    '415 555 0702;"Two',
    'lines";nobody',
    "none;Nobody;",
    "+1 415 555 0701;Johnny;",
    "+14155550703;Slipped;a@example.com;more",
  ];
  const id = await upload(file.join("\n"), "US");
  const { preview, total } = await getCallingImport(id);
  expect(total).toBe(5);
  expect(preview).toMatchObject({
    checked: 5,
    faulty: 3,
    rows: expect.arrayContaining([expect.objectContaining({ line: 2 })]),
  });
  expect(
    preview?.faults.map(({ line, errors }) => [line, ...errors.map(({ field, code }) => `${field} ${code}`)]),
  ).toEqual([
    [3, "name invalid", "email invalid"],
    [5, "phoneNumber invalid_phone"],
    [7, " too_many_cells"],
  ]);
  expect(await count("+141555507"), "nothing is taken before it is started").toBe(0);
  await startImport(by, id);
  await expect(startImport(by, id)).rejects.toMatchObject({ code: "illegal_transition" });
  await expect(startImport(by, 999_999)).rejects.toMatchObject({ code: "not_found" });
  await runCallingImport(id, signal);
  expect(await counts(id)).toEqual({ state: "done", done: 5, created: 2, updated: 0, unchanged: 0, rejected: 3 });
  const john = await transaction("system", tx =>
    tx.practitioner.findUniqueOrThrow({ where: { phoneNumber: "+14155550701" } }),
  );
  expect(john, "two rows of one number are one person; the later counts").toMatchObject({
    name: "Johnny",
    email: "john@example.com",
  });
  const { header, rows } = await readCallingFaults(id);
  const kept = [];
  for await (const { line, cells } of rows) kept.push([line, ...cells]);
  expect([header, kept]).toEqual([
    ["phone", "name", "email"],
    [
      [3, "415 555 0702", "Two\nlines", "nobody"],
      [5, "none", "Nobody", ""],
      [7, "+14155550703", "Slipped", "a@example.com", "more"],
    ],
  ]);
  const { file: left } = await transaction("system", tx => tx.callingImport.findUniqueOrThrow({ where: { id } }));
  expect(left, "people's data goes with the end").toBeNull();
  const again = await takeRecords({ source: "test", actor: { kind: "partner", id: "x" } }, [
    { phone_number: "+14155550701", name: "Johnny" },
  ]);
  expect(again[0]?.result, "the API writes the same").toBe("unchanged");
});

const manyRows = (prefix: string) =>
  ["phone,name", ...Array.from({ length: 1100 }, (_, at) => `${prefix}${String(1000 + at)},Person ${at}`)].join("\n");

test("003: two workers with one import take each row once", async () => {
  const id = await upload(manyRows("+1415557"));
  await startImport(by, id);
  await Promise.all([runCallingImport(id, signal), runCallingImport(id, signal)]);
  expect(await counts(id)).toEqual({ state: "done", done: 1100, created: 1100, updated: 0, unchanged: 0, rejected: 0 });
  await runCallingImport(id, signal);
  expect((await counts(id)).done, "a late job finds nothing to do").toBe(1100);
});

test("003: an import that is stopped goes on where it was, and the poll sends it again", async () => {
  const id = await upload(manyRows("+1415556"));
  await startImport(by, id);
  const stopping = new AbortController();
  const first = runCallingImport(id, stopping.signal);
  await expect.poll(async () => (await counts(id)).done, { interval: 5, timeout: 45_000 }).toBeGreaterThan(0);
  stopping.abort();
  await first.catch(() => undefined);
  expect((await counts(id)).state).toBe("running");
  expect(await transaction("system", nudgeCallingImports)).toBe(1);
  await runCallingImport(id, signal);
  expect(await counts(id)).toMatchObject({ state: "done", done: 1100, created: 1100 });
});

test("003: a file that nobody starts goes after a day, an import with its faults after ninety", async () => {
  const id = await upload("phone\n+14155558001\n");
  const age = (days: number) =>
    transaction(
      "system",
      tx => tx.$executeRaw`
      UPDATE calling_import SET created_at = app_now() - make_interval(days => ${days}::int), ended_at = ended_at - make_interval(days => ${days}::int)`,
    );
  const left = () => transaction("system", tx => tx.callingImport.count());
  const before = await left();
  await transaction("system", purgeCallingImports);
  expect(await left()).toBe(before);
  await age(2);
  await transaction("system", purgeCallingImports);
  expect(await left()).toBe(before - 1);
  await expect(getCallingImport(id)).rejects.toMatchObject({ code: "not_found" });
  await age(91);
  await transaction("system", purgeCallingImports);
  expect(await left()).toBe(0);
});
