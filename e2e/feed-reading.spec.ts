import type { ServerResponse } from "node:http";
import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import { expect, test } from "./fixtures";
import { csv, many, OwnShop } from "./own-shop";
import { dataOf } from "./people";

// One product for all; what a test does to its own store is nobody else's.
test.describe.configure({ mode: "default" });

const step = "/api/v1/store/onboarding/step";
const preview = `${step}/product-import/preview`;
let shop: OwnShop;

test.beforeAll("a product of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  shop = await OwnShop.open(playwright, { sandboxUrl, cronSecret });
});
test.afterAll(() => shop?.close());

const good = "id,title,price\n1,Crème «5 €»,12.30\n2,Größe Ö,7\n";
const readable: [string, string | Buffer, Record<string, unknown>][] = [
  ["UTF-8", good, { encoding: "utf-8", delimiter: "comma", good: 2 }],
  ["UTF-8 with a mark", `\ufeff${good}`, { encoding: "utf-8", good: 2 }],
  ["UTF-16 LE with a mark", iconv.encode(`\ufeff${good}`, "utf-16le"), { encoding: "utf-16le", good: 2 }],
  ["UTF-16 BE without one", iconv.encode(good, "utf-16be"), { encoding: "utf-16be", good: 2 }],
  ["Latin-1", iconv.encode(good, "win1252"), { encoding: "windows-1252", good: 2 }],
  ["tabs", good.replaceAll(",", "\t"), { delimiter: "tab", good: 2 }],
  ["semicolons and returns", good.replaceAll(",", ";").replaceAll("\n", "\r\n"), { delimiter: "semicolon", good: 2 }],
  [
    "a bad byte",
    Buffer.concat([Buffer.from("id,title,price\n1,é à ü,1\n2,x"), Buffer.from([0xff]), Buffer.from(",2\n")]),
    { good: 1, bad: 1 },
  ],
  ["a NUL", "id,title,price\n1,a\0b,1\n2,ok,2\n", { good: 1, bad: 1 }],
  ["a half pair", iconv.encode("\ufeffid,title,price\n1,a\ud800b,1\n2,ok,2\n", "utf-16le"), { good: 1, bad: 1 }],
  ["ragged rows", "id,title,price\n1,a\n2,b,1,2\n3,c,3\n", { good: 1, bad: 2 }],
  [
    "a line break in quotes",
    'id,title,price\n1,"a\nb",1\n2,,2\n',
    { good: 1, bad: 1, errors: [{ line: 4, field: "title" }] },
  ],
  ["strange columns", "__proto__,constructor,id,title,price\nx,y,1,a,1\n", { good: 1, unfilled: expect.any(Array) }],
  ["ids that repeat", csv("1,a,1", "1,b,2"), { rows: 2, good: 1, bad: 0, repeated: 1, products: [{ title: "b" }] }],
];
for (const [name, content, wanted] of readable)
  test(`bars 83 and 84: a feed with ${name} is read, and a bad row spoils only itself`, async () => {
    shop.feeds["/read.csv"] = content;
    const { status, body } = await shop.look(shop.address("/read.csv"));
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data).toMatchObject(wanted);
    expect(body.data.good + body.data.bad + body.data.repeated).toBe(body.data.rows);
    expect(JSON.stringify(body.data.products)).not.toMatch(/\ufffd|\\u0000/);
  });

const broken: [string, string | Buffer, string, string?][] = [
  ["is empty", "", "empty_file"],
  ["is a header alone", "id,title,price\n", "empty_feed"],
  ["is a web page", "<!doctype html><p>no", "not_csv"],
  ["is packed", Buffer.from([0x1f, 0x8b, 8, 0]), "compressed"],
  ["has no header", "just,some,words\n1,2,3\n", "no_header"],
  ["lacks a column", "id,name,price\n1,a,1\n", "missing_column", "line 1, column title"],
  ["names a column twice", "id,title,price,g:Title\n1,a,1,b\n", "duplicate_column", "line 1, column title"],
  ["opens a quote and never closes it", 'id,title,price\n1,a,1\n2,"b,2\n', "unclosed_quote", "line 3"],
  ["has a field without end", csv(`1,${"x".repeat(70_000)},1`), "field_too_large", "line 2"],
  ["has columns without end", csv(`1,a,1${",".repeat(100_000)}`), "too_many_columns", "line 2"],
];
for (const [name, content, code, place] of broken)
  test(`bar 84: a feed that ${name} is refused whole, with the place`, async () => {
    shop.feeds["/broken.csv"] = content;
    const { status, body } = await shop.look(shop.address("/broken.csv"), "de");
    expect([status, body.error.code]).toEqual([422, "invalid_input"]);
    expect(body.error.errors).toMatchObject([
      { field: "url", code, message: expect.stringMatching(/^German feed: [A-Z]/) },
    ]);
    if (place) expect(body.error.errors[0].message).toContain(`(${place})`);
    if (code === "missing_column")
      expect(body.data).toMatchObject({
        missing_columns: ["title"],
        columns: [{ name: "id", field: "id" }, { name: "name", field: null }, {}],
      });
  });

test("a preview says what each column is for, tells the first hundred problems with their lines, and gives every bad row as a file", async () => {
  const rows = Array.from({ length: 400 }, (_, id) =>
    id % 2 ? `${id};"=Title, ${id}";free;x;123` : `${id};"Two\nlines";1,50 EUR;x;`,
  );
  shop.feeds["/mixed.csv"] = ["id;g:Title;Price;custom;gtin", ...rows, ""].join("\n");
  const { body } = await shop.look(shop.address("/mixed.csv"));
  expect(body.data).toMatchObject({
    ...{ language: "fr", rows: 400, good: 200, bad: 200, repeated: 0, error_count: 200, warning_count: 200 },
    columns: [
      { name: "id", field: "id" },
      { name: "g:Title", field: "title" },
      { name: "Price", field: "price" },
      { name: "custom", field: null },
      { name: "gtin", field: "gtin" },
    ],
    products: [0, 2, 4, 6, 8].map(id => ({
      id: String(id),
      title: "Two\nlines",
      price: { amount: "1.50", currency: "EUR" },
    })),
  });
  expect(body.data.errors).toHaveLength(100);
  // Every other row has two lines.
  expect(body.data.errors.slice(0, 2)).toMatchObject([{ line: 4, field: "price", code: "invalid_price" }, { line: 7 }]);
  expect(body.data.suggestions).toContainEqual({
    code: "invalid_price",
    message: "200 rows have a price that we cannot read. Write prices like 12.30 EUR.",
  });
  const file = await shop.looker.request.post(`${preview}/bad-rows`, {
    data: { url: shop.address("/mixed.csv"), language: "fr" },
  });
  expect(file.headers()["content-type"]).toBe("text/csv; charset=utf-8");
  expect(file.headers()["content-disposition"]).toBe('attachment; filename="bad-rows-fr.csv"');
  const lines: string[][] = parse(await file.text(), { bom: true });
  expect(lines[0]).toEqual(["line", "problem", "id", "g:Title", "Price", "custom", "gtin"]);
  expect(lines[1]).toEqual(["4", "price: This is not a price.", "1", "'=Title, 1", "free", "x", "123"]);
  expect(lines).toHaveLength(201);
  await expect.poll(shop.leftovers, { message: "nothing is left behind" }).toEqual([]);
});

test("of bad rows at most ten thousand are listed, and all are counted", async () => {
  shop.feeds["/bad.csv"] = csv(...many(12_000, "free"));
  const { body } = await shop.look(shop.address("/bad.csv"));
  expect(body.data).toMatchObject({ rows: 12_000, good: 0, bad: 12_000, error_count: 12_000 });
  const file = await shop.looker.request.post(`${preview}/bad-rows`, {
    data: { url: shop.address("/bad.csv"), language: "fr" },
  });
  expect(parse(await file.text(), { bom: true })).toHaveLength(10_001);
});

const failing =
  (status: number, headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end("inside");
const refusals: [string, number, number, string, object?][] = [
  ["asks for a password", 401, 422, "auth"],
  ["does not let us in", 403, 422, "permission"],
  ["is not there", 404, 422, "wrong_address"],
  ["asks us to slow down", 429, 429, "rate_limit", { "Retry-After": "70" }],
  ["answers what nobody understands", 418, 502, "unexpected"],
];
for (const [name, given, status, code, headers] of refusals)
  test(`bar 79: a feed that ${name} is told as such at its address, and nothing of what its server says`, async () => {
    shop.feeds["/refused.csv"] = failing(given, headers);
    const told = await shop.look(shop.address("/refused.csv"), "en");
    expect(told.status).toBe(status);
    expect(told.body.error.errors).toMatchObject([
      { field: "url", code, message: expect.stringMatching(/^English feed: /) },
    ]);
    expect(JSON.stringify(told.body)).not.toContain("inside");
    if (status === 429) expect(told.headers["retry-after"]).toBe("70");
  });

test("a preview takes addresses only, saves nothing, and is had ten times a minute by each store", async () => {
  const [owner, other] = [await shop.people.storeAt("product_import"), await shop.people.storeAt("product_import")];
  const ask = (data: object, who = owner) => who.request.post(preview, { data });
  const url = shop.address("/ok.csv");
  shop.feeds["/ok.csv"] = csv(...many(3));
  for (const data of [
    { language: "fr" },
    { url: "", language: "fr" },
    { url: "ftp://a/b", language: "fr" },
    { url, language: "lb" },
  ])
    expect((await ask(data)).status(), JSON.stringify(data)).toBe(422);
  for (const data of [
    { url, language: "fr", save: true },
    { url: 1, language: "fr" },
  ])
    expect((await ask(data)).status()).toBe(400);
  const internal = await ask({ url: "http://127.0.0.1:1/feed.csv", language: "fr" });
  expect([internal.status(), (await internal.json()).error.errors[0].code]).toEqual([422, "wrong_address"]);
  for (let time = 2; time <= 10; time++)
    expect((await ask({ url, language: "fr" })).status(), `look ${time}`).toBe(200);
  const late = await ask({ url, language: "fr" });
  expect(late.status()).toBe(429);
  expect(Number(late.headers()["retry-after"])).toBeGreaterThan(0);
  expect((await owner.request.post(`${preview}/bad-rows`, { data: { url, language: "fr" } })).status()).toBe(429);
  expect((await ask({ url, language: "fr" }, other)).status()).toBe(200);
  expect(await dataOf(await owner.request.get(`${step}/product-import`))).toMatchObject({
    version: 0,
    csv_url_fr: null,
  });
  expect(await shop.products(owner)).toEqual([]);
});
