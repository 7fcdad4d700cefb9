import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspectFeed, readFeed } from "./feed";
import { FeedError } from "./feed-error";
import { feedLimits } from "./limits";
import type { FeedProduct } from "./product";

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "feed-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(content: string | Buffer): Promise<string> {
  count += 1;
  const path = join(folder, `${count}.csv`);
  await writeFile(path, content);
  return path;
}

async function read(content: string | Buffer, options = {}) {
  const feed = await inspectFeed(await file(content));
  const all = { feed, products: [] as FeedProduct[], errors: [] as string[], warnings: [] as string[], batches: 0 };
  for await (const batch of readFeed(feed, options)) {
    all.batches += 1;
    all.products.push(...batch.products);
    all.errors.push(...batch.errors.map(issue => `${issue.line}:${issue.field}:${issue.code}`));
    all.warnings.push(...batch.warnings.map(issue => `${issue.line}:${issue.field}:${issue.code}`));
  }
  return all;
}

async function refusal(content: string | Buffer, limits = feedLimits): Promise<string> {
  const failure: unknown = await inspectFeed(await file(content), { limits }).catch((error: unknown) => error);
  if (!(failure instanceof FeedError)) throw new Error(`not refused: ${String(failure)}`);
  return [failure.code, failure.line, failure.column].filter(part => part !== null).join(" ");
}

const text = "id,title,price\n1,Crème brûlée – «à l’ancienne» 5 €,12.30\n2,Größe Ö,7\n";

describe("bar 83: encodings", () => {
  test.each([
    ["utf-8", Buffer.from(text), "utf-8"],
    ["utf-8 with mark", Buffer.from(`\ufeff${text}`), "utf-8"],
    ["utf-16le with mark", iconv.encode(`\ufeff${text}`, "utf-16le"), "utf-16le"],
    ["utf-16be with mark", iconv.encode(`\ufeff${text}`, "utf-16be"), "utf-16be"],
    ["utf-16le without mark", iconv.encode(text, "utf-16le"), "utf-16le"],
    ["utf-16be without mark", iconv.encode(text, "utf-16be"), "utf-16be"],
    ["windows-1252", iconv.encode(text, "win1252"), "windows-1252"],
  ])("%s gives the right text", async (_, bytes, encoding) => {
    const { feed, products, errors } = await read(bytes);
    expect(feed.dialect.encoding).toBe(encoding);
    expect(products.map(product => product.title)).toEqual(["Crème brûlée – «à l’ancienne» 5 €", "Größe Ö"]);
    expect(errors).toEqual([]);
  });

  test("characters that span chunks stay whole in every encoding", async () => {
    const rows = Array.from({ length: 4_000 }, (_, index) => `${index},é€ü😀${"x".repeat(index % 7)},1\n`).join("");
    for (const encoding of ["utf-8", "utf-16le", "utf-16be"]) {
      const { products, errors } = await read(iconv.encode(`\ufeffid,title,price\n${rows}`, encoding));
      expect(errors).toEqual([]);
      expect(products.every(product => product.title.startsWith("é€ü😀"))).toBe(true);
    }
  });

  test.each(["utf-16le", "utf-16be"])(
    "in %s a character of two halves may lie on the border of two chunks",
    async encoding => {
      const border = 16 * 1024;
      let text = "id,title,price\n";
      for (let id = 1; text.length < border - 300; id++) text += `${id},filler,1\n`;
      text += `last,${"x".repeat(border - 1 - text.length - "last,,1\nhalf,".length)},1\nhalf,`;
      expect(text.length, "the first half is the last of its chunk").toBe(border - 1);
      const { products, errors } = await read(iconv.encode(`\ufeff${text}😀,1\n`, encoding));
      expect(errors).toEqual([]);
      expect(products.at(-1)?.title).toBe("😀");
    },
  );

  test("bad bytes in good UTF-8 are the problem of their row", async () => {
    const bytes = Buffer.concat([
      Buffer.from("id,title,price\n1,é à ü,1\n2,bad "),
      Buffer.from([0xff]),
      Buffer.from(",2\n3,ö,3\n"),
    ]);
    const { products, errors } = await read(bytes);
    expect(products.map(product => product.id)).toEqual(["1", "3"]);
    expect(errors).toEqual(["3:title:bad_characters"]);
  });

  test.each([
    ["NUL", "id,title,price\n1,a\u0000b,1\n2,ok,2\n"],
    ["U+FFFD", "id,title,price\n1,a\ufffdb,1\n2,ok,2\n"],
  ])("%s is never stored", async (_, content) => {
    const { products, errors } = await read(content);
    expect(products.map(product => product.title)).toEqual(["ok"]);
    expect(errors).toEqual(["2:title:bad_characters"]);
  });
});

describe("bar 84: shapes", () => {
  test.each([
    ["comma", ","],
    ["semicolon", ";"],
    ["tab", "\t"],
  ])("%s is found", async (_, mark) => {
    const content = `id${mark}title${mark}price\n1${mark}a${mark}2.50\n`;
    expect((await read(content)).products[0]).toMatchObject({
      id: "1",
      title: "a",
      price: { amount: "2.50", currency: "EUR" },
    });
  });

  test("a delimiter is chosen by the columns that it gives, not by how often it stands there", async () => {
    const content = 'id;title;price;"a,b,c,d,e,f,g"\n1;x;3,99;y\n';
    expect((await read(content)).products[0]).toMatchObject({ price: { amount: "3.99" } });
  });

  test.each([
    ["\\n", "\n"],
    ["\\r\\n", "\r\n"],
    ["\\r", "\r"],
  ])("lines may end with %s, also inside quotes, and keep their numbers", async (_, end) => {
    const content = ["id,title,price", '1,"two', 'lines",1', "", "2,b,", "3,c,3"].join(end);
    const { products, errors } = await read(content);
    expect(products.map(product => [product.line, product.id, product.title])).toEqual([
      [2, "1", "two\nlines"],
      [6, "3", "c"],
    ]);
    expect(errors).toEqual(["5:price:missing"]);
  });

  test("columns come in any order, in any case, with Google's prefix, quoted, with strange neighbours", async () => {
    const content = '\n"Price","g:Title",__proto__,constructor,"ID",,\n1.00,a,x,y,7,,\n2.00,b,x,y,8\n';
    const { products } = await read(content);
    expect(products.map(product => [product.line, product.id, product.title])).toEqual([
      [3, "7", "a"],
      [4, "8", "b"],
    ]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test("quotation marks inside a field are text", async () => {
    const content = 'id\ttitle\tprice\n1\tScreen 12" wide\t1\n2\t"He said ""hi"""\t2\n3\t"a "b" c"\t3\n';
    expect((await read(content)).products.map(product => product.title)).toEqual([
      'Screen 12" wide',
      'He said "hi"',
      'a "b" c',
    ]);
  });

  test("a quoted field may begin with quotation marks and go on over lines, also beside one that only looks like it", async () => {
    const content = 'id,title,price\n1,"""Best buy"" 2025\nTwo lines",10.00\n2,b,1\n3,"""c""\n",2\n';
    const { products, errors } = await read(content);
    expect(errors).toEqual([]);
    expect(products.map(({ line, title }) => [line, title])).toEqual([
      [2, '"Best buy" 2025\nTwo lines'],
      [4, "b"],
      [5, "c"],
    ]);
    const broken = `${content}4,"d,3\n5,"e",4\n`;
    expect(await refusal(broken)).toBe("unclosed_quote 7");
  });

  test("a header alone has no rows and is not broken", async () => {
    const { feed, products } = await read("id,title,price\n");
    expect([feed.rows, products.length]).toEqual([0, 0]);
  });
});

describe("bars 81 and 84: broken files are refused whole", () => {
  test.each([
    ["", "empty_file"],
    ["\n\n  \n", "empty_file"],
    ["<!doctype html><html>", "not_csv"],
    ['  <?xml version="1.0"?><rss>', "not_csv"],
    ['{"products":[]}', "not_csv"],
    ["just some words\nand more", "no_header 1"],
    ["1,Honey,2.00\n2,Jam,3.00\n", "no_header 1"],
    ["id,name,price\n1,a,1\n", "missing_column 1 title"],
    ["id,description\n1,a\n", "missing_column 1 title, price"],
    ["id,title,price,Title\n1,a,1,b\n", "duplicate_column 1 title"],
    ["id,title,price,g:id\n1,a,1,b\n", "duplicate_column 1 id"],
    ['id,title,price\n1,a,1\n2,"b,2\n3,c,3\n', "unclosed_quote 3"],
    ['id,title,price\n1,"a\nb",1\n2,"b,2\n3,"c",3\n4,d,4\n', "unclosed_quote 4"],
    [`id,title,price\n1,${"x".repeat(70_000)},1\n`, "field_too_large 2"],
    [`id,title,price\n1,${"é".repeat(33_000)},1\n`, "field_too_large 2"],
    [`id,title,price${",x".repeat(300)}\n`, "too_many_columns 1"],
    [`id,title,price\n1,a,1${",".repeat(100_000)}\n`, "too_many_columns 2"],
    [Buffer.from([0x1f, 0x8b, 8, 0]), "compressed"],
    [Buffer.from("PK\u0003\u0004rest"), "compressed"],
  ])("%#: %j", async (content, expected) => {
    expect(await refusal(content)).toBe(expected);
  });

  test("one endless line stops at the cap", async () => {
    expect(await refusal(`id,title,price\n${"x".repeat(15_000_000)}`)).toMatch(/^field_too_large/);
  });

  test("more rows than allowed are refused with the line", async () => {
    expect(await refusal("id,title,price\n1,a,1\n2,b,2\n3,c,3\n", { ...feedLimits, rows: 2 })).toBe("too_many_rows 4");
  });
});

describe("bars 83 and 84: bad rows are reported and the rest is read", () => {
  test.each([
    ["1,a", "2::ragged_row"],
    ["1,a,1,surplus", "2::ragged_row"],
    [",a,1", "2:id:missing"],
    ["1,,1", "2:title:missing"],
    ["1,a,", "2:price:missing"],
    ["1,a,free", "2:price:invalid_price"],
    ["1,a,-1.00", "2:price:invalid_price"],
    ["1,a,1.999", "2:price:invalid_price"],
    ["1,a,1e5", "2:price:invalid_price"],
    ['1,a,"1,234"', "2:price:invalid_price"],
    ["1,a,99999999999999999999", "2:price:invalid_price"],
    [`${"x".repeat(300)},a,1`, "2:id:too_long"],
  ])("%j", async (row, expected) => {
    const { feed, products, errors } = await read(`id,title,price\n${row}\nok,fine,1\n`);
    expect(errors).toEqual([expected]);
    expect(products.map(product => product.id)).toEqual(["ok"]);
    expect(feed.rows).toBe(2);
  });

  test.each([
    ["12.3", "12.30", "EUR"],
    ["12", "12.00", "EUR"],
    ['"12,30 EUR"', "12.30", "EUR"],
    ["€ 5", "5.00", "EUR"],
    ["USD 5.1", "5.10", "USD"],
    ['"1.234,50"', "1234.50", "EUR"],
    ['"1,234.50 GBP"', "1234.50", "GBP"],
    ["1 234.50", "1234.50", "EUR"],
    ["0.1", "0.10", "EUR"],
    ["007", "7.00", "EUR"],
  ])("price %s is %s %s", async (price, amount, currency) => {
    expect((await read(`id,title,price\n1,a,${price}\n`)).products[0]?.price).toEqual({ amount, currency });
  });

  test("a doubtful extra is left out with a warning and the product stays", async () => {
    const header =
      "id,title,price,sale_price,gtin,link,image_link,atalanda:quantity,atalanda:delivery_method,atalanda:tax_rate";
    const { products, warnings, errors } = await read(`${header}\n1,a,5,6,123,javascript:x,ftp://a,-1,drone,many\n`);
    expect(errors).toEqual([]);
    expect(products[0]).toMatchObject({
      salePrice: null,
      gtin: null,
      link: null,
      imageLink: null,
      quantity: null,
      taxRate: null,
    });
    expect(warnings.map(warning => warning.split(":").at(-1))).toEqual([
      "invalid_gtin",
      "invalid_link",
      "invalid_link",
      "invalid_number",
      "invalid_number",
      "unknown_value",
      "not_lower",
    ]);
  });

  test("everything that a good row holds is read", async () => {
    const header =
      "id,title,price,sale_price,gtin,availability,brand,item_group_id,link,additional_image_link,atalanda:quantity,atalanda:tax_rate";
    const row =
      '1,a,5.00 EUR,4.5 EUR,5400010000079,In Stock,Maison,g1,https://a.example/1,"https://a.example/x.jpg,https://a.example/y.jpg",3,17';
    expect((await read(`${header}\n${row}\n`)).products[0]).toMatchObject({
      salePrice: { amount: "4.50", currency: "EUR" },
      gtin: "5400010000079",
      availability: "in_stock",
      brand: "Maison",
      itemGroupId: "g1",
      link: "https://a.example/1",
      quantity: 3,
      taxRate: 17,
    });
  });
});

describe("passes", () => {
  test("of rows with one id the last wins, over batches too, and the others are named", async () => {
    const { products, warnings } = await read("id,title,price\n1,old,1\n2,b,1\n1,newer,1\n3,c,1\n1,newest,1\n", {
      batch: 2,
    });
    expect(products.map(product => product.title)).toEqual(["b", "c", "newest"]);
    expect(warnings).toEqual(["2:id:duplicate_id", "4:id:duplicate_id"]);
  });

  test("batches cover all rows, and a stopped pass goes on after its last line", async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => `${index},"a\nb",1\n`).join("");
    const path = await file(`id,title,price\n${rows}`);
    const feed = await inspectFeed(path);
    expect(feed.rows).toBe(2_500);
    const sizes: number[] = [];
    let stopLine = 0;
    for await (const batch of readFeed(feed, { batch: 1_000 })) {
      sizes.push(batch.products.length);
      if (sizes.length === 1) stopLine = batch.line;
    }
    expect(sizes).toEqual([1_000, 1_000, 500]);
    const rest: string[] = [];
    for await (const batch of readFeed(feed, { batch: 1_000, afterLine: stopLine }))
      rest.push(...batch.products.map(product => product.id));
    expect([rest.length, rest[0]]).toEqual([1_500, "1000"]);
  });
});
