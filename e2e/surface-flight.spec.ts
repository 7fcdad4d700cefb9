import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { actionsOf, callAction } from "./actions";
import { expect, test } from "./fixtures";
import { OwnPeople } from "./own-people";
import { everything } from "./whole-database";

const multipart = (fields: Record<string, string>) =>
  `${Object.entries(fields)
    .map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join("")}--x--\r\n`;
const form = "multipart/form-data; boundary=x";
const many = (count: number, value: (i: number) => string) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [i, value(i)]));
const nested = (open: string, close: string, count: number, inside = "") =>
  `${open.repeat(count)}${inside}${close.repeat(count)}`;

const mark = path.join(tmpdir(), `gangway-flight-${randomUUID()}`);
const command = `process.mainModule.require('child_process').execSync('touch ${mark}')`;
/** What the known attack on this format sends: a thenable whose getter leads to a constructor of code. */
const thenable = `{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1337\\"}",
  "_response":{"_prefix":"${command};","_chunks":"$Q2","_formData":{"get":"$1:constructor:constructor"}}}`;

/** Bodies that no browser sends: what it is, the body, and its type where it is no plain text. */
const hostile: [string, string, string?][] = [
  ["a prototype", '["$1:__proto__:then"]'],
  ["a constructor", '["$1:constructor:constructor"]'],
  ["a key that is a prototype", '[{"__proto__":{"then":"$1"},"constructor":{"prototype":{"x":1}}}]'],
  ["a prototype in a part", multipart({ "0": '["$1:a:b"]', "1": '{"__proto__":{"a":{"b":1}}}' }), form],
  ["the known attack", multipart({ "0": thenable, "1": '"$@0"', "2": "[]" }), form],
  ["the known attack as a field", multipart({ "0": '["$1"]', "1": thenable, "2": "[]" }), form],
  ["a chain of names", multipart({ "0": `["$1${":a".repeat(5_000)}"]`, "1": '{"a":{"a":1}}' }), form],
  ["a loop of two", multipart({ "0": '["$1"]', "1": '["$2"]', "2": '["$1"]' }), form],
  ["a loop of one", multipart({ "0": '["$0"]' }), form],
  ["a promise of itself", multipart({ "0": '["$@0"]' }), form],
  ["a promise of nothing", multipart({ "0": '["$@7"]' }), form],
  ["a map of itself", multipart({ "0": '["$Q1"]', "1": '[["a","$Q1"]]' }), form],
  ["a set of nothing", multipart({ "0": '["$W9"]' }), form],
  ["an iterator of nothing", multipart({ "0": '["$i1"]', "1": '["$i1"]' }), form],
  ["a blob of nothing", multipart({ "0": '["$B1"]' }), form],
  ["a buffer of text", multipart({ "0": '["$A1","$O1","$V1"]', "1": "x" }), form],
  ["a stream without an end", multipart({ "0": '["$R1"]', "1": '["$r1","$X1","$x1"]' }), form],
  ["a form of forms", multipart({ "0": '["$K1","$K1"]', ...many(500, i => `${i}`) }), form],
  ["a function", multipart({ "0": '["$F1"]', "1": '{"id":"child_process#exec","bound":null}' }), form],
  ["a function of ours with a bound self", multipart({ "0": '["$h1"]', "1": '{"id":"x","bound":"$@0"}' }), form],
  ["an error", '["$Z"]'],
  ["a symbol and a date", '["$Sthen","$DInfinity","$-Infinity","$NaN"]'],
  ["a big integer", `["$n${"9".repeat(200_000)}"]`],
  ["depth", nested("[", "]", 20_000)],
  ["depth in objects", `[${nested('{"a":', "}", 5_000, "1")}]`],
  ["width", `[${Array(50_000).fill('{"a":[]}').join(",")}]`],
  [
    "the same part many times",
    multipart({ "0": `[${Array(5_000).fill('"$1"').join(",")}]`, "1": `[${"1,".repeat(50)}1]` }),
    form,
  ],
  ["doubling", multipart({ "0": '["$1"]', ...many(30, i => `["$${i + 1}","$${i + 1}"]`), "30": "[]" }), form],
  ["almost a megabyte", `["${"x".repeat(900_000)}"]`],
  ["two megabytes", `["${"x".repeat(2_000_000)}"]`],
  ["parts that name each other", multipart(many(2_000, i => `["$${i + 1}"]`)), form],
  [
    "thousands of keys",
    multipart({ "0": '["$K1"]', ...Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [`1_k${i}`, "v"])) }),
    form,
  ],
  ["a form without an end", multipart({ "0": '["$1"]' }).slice(0, -6), form],
  ["a form of another kind", "0=%5B%22x%22%5D&1=x", "application/x-www-form-urlencoded"],
  ["no form at all", "\0\x01\xff", form],
];

let product: OwnProduct;
let people: OwnPeople;

// A product of our own: what it computes is for these bodies only.
test.beforeAll(async ({ playwright, sandboxUrl, cronSecret }) => {
  product = await OwnProduct.start();
  people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
});

test.afterAll(async () => {
  await people?.leave();
  await product?.end();
});

/** What an action call costs: milliseconds of computing where the system tells, since on a busy machine the clock on the wall counts other processes too. */
async function cost(call: () => ReturnType<typeof callAction>) {
  const before = product.computedMs;
  const answer = await call();
  const computed = before === null ? null : (product.computedMs ?? 0) - before;
  return { ...answer, computedMs: Math.min(computed ?? answer.ms, answer.ms) };
}

test("bar 39: each hostile action body is answered within a second, changes nothing, and others are served meanwhile", async () => {
  const [owner, other] = [await people.storeAt("merchant_profile"), await people.storeAt("merchant_profile")];
  const page = `/store/${owner.code}/onboarding/merchant-profile`;
  const [id = ""] = await actionsOf(owner, page);
  const nobody = { request: await people.caller() };
  // The first call of a page loads its code.
  for (const who of [owner, nobody]) await callAction(who, page, id, "[]");
  const before = await everything(product.database);
  for (const [name, body, type] of hostile)
    for (const who of [owner, nobody]) {
      const [hit, meanwhile] = await Promise.all([
        cost(() => callAction(who, page, id, body, type)),
        other.request.get("/api/v1/auth/me"),
      ]);
      expect.soft(hit.isDone, name).toBe(false);
      expect.soft(hit.status, name).toBeLessThan(500);
      expect.soft(hit.text, name).not.toMatch(/node_modules|\bat \S+ \(|child_process/);
      expect.soft(hit.computedMs, `milliseconds of ${name}`).toBeLessThan(1_000);
      expect.soft(hit.ms, `milliseconds on the wall of ${name}`).toBeLessThan(10_000);
      expect.soft(meanwhile.status(), `somebody else during ${name}`).toBe(200);
    }
  expect(await everything(product.database)).toEqual(before);
  expect(product.isAlive, "the process lives").toBe(true);
  expect(existsSync(mark), "a command was run").toBe(false);
});
