import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { createGzip } from "node:zlib";
import { afterAll, expect, test, vi } from "vitest";
import { isFull } from "@/lib/platform/testing/full-form";
import { newStoreRun } from "@/lib/platform/testing/store-run";
import { previewFeed } from "./preview";

/** What the other side sends until nobody listens any more. */
type Hose = (response: ServerResponse) => void;
const hoses: Record<string, Hose> = {};
const server = createServer((request, response) => {
  response.on("error", () => undefined);
  hoses[request.url ?? ""]?.(response);
});
await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", url);
// Others read feeds at the same time, and theirs are no leftovers of ours.
vi.stubEnv("TMPDIR", await mkdtemp(path.join(tmpdir(), "gangway-preview-")));
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(tmpdir(), { recursive: true, force: true });
});

/** Sends a text after the other for as long as there are any, no faster than they are taken. */
const pour =
  (texts: () => Iterable<string>, packed = false): Hose =>
  async response => {
    response.writeHead(200, packed ? { "Content-Encoding": "gzip" } : {});
    const out = packed ? createGzip() : response;
    if (packed) out.pipe(response, { end: true });
    for (const text of texts()) {
      if (response.destroyed) return;
      if (!out.write(text)) await Promise.race([new Promise(resolve => out.once("drain", resolve)), sleep(2000)]);
    }
    out.end();
  };
const header = "id\ttitle\tdescription\tprice\n";
function* rows(count: number) {
  yield header;
  for (let id = 0; id < count; id += 100)
    yield Array.from(
      { length: 100 },
      (_, at) => `P${id + at}\tProduct ${id + at}\t${"text ".repeat(20)}\t${at + 1}.50 EUR\n`,
    ).join("");
}
function* endless(start: string, text: string) {
  yield start;
  for (;;) yield text.repeat(1000);
}

let storeId = 0;
async function look(path: string) {
  storeId = (await newStoreRun()).storeId;
  return previewFeed({ storeId, trace: "test" }, { url: url + path, language: "fr" });
}
/** How much more memory a piece of work takes than there is before it, at its worst, in MB; a first small feed warms everything up. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  let most = before;
  const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  await work();
  clearInterval(sampling);
  return (most - before) / 1e6;
}
// This process is left to its own devices, and the machine has other tests to run; bench/import.ts measures those of the product.
const mostGrowth = isFull ? 100 : 250;
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "read",
    (thrown: { errors?: { code: string }[] }) => thrown.errors?.[0]?.code ?? String(thrown),
  );
const leftovers = async () => (await readdir(tmpdir())).filter(name => name.startsWith("gangway-feed-"));

test.each([
  ["has no end", () => endless(header, "1\tT\tD\t1.00\n"), "too_large", false],
  ["is one line without end", () => endless(header, "x"), "too_large", false],
  ["is a bomb", () => endless(header, "1\tT\tD\t1.00\n"), "too_large", true],
  ["has columns without end", () => [header, "\t".repeat(100_000), "\n"], "too_many_columns", false],
  ["has a field without end", () => [header, "x".repeat(20_000_000), "\n"], "field_too_large", false],
] as const)(
  "bar 81: a feed that %s is refused in time, in flat memory, and leaves nothing behind",
  async (_, texts, code, packed) => {
    const before = await leftovers();
    hoses["/small"] = pour(() => rows(1000));
    await look("/small");
    hoses["/hostile"] = pour(texts, packed);
    let told = "";
    const grown = await growth(async () => (told = await codeOf(look("/hostile"))));
    expect(told).toBe(code);
    expect(grown).toBeLessThan(mostGrowth);
    expect((await leftovers()).filter(name => !before.includes(name))).toEqual([]);
  },
  60_000,
);

test("bar 81: a large feed is looked into in flat memory, and whoever else is served does not wait for it", async () => {
  const count = isFull ? 250_000 : 20_000;
  hoses["/small"] = pour(() => rows(20_000));
  await look("/small");
  hoses["/large"] = pour(() => rows(count), true);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const grown = await growth(async () => expect(await look("/large")).toMatchObject({ rows: count, good: count }));
  delay.disable();
  expect(grown).toBeLessThan(mostGrowth);
  expect(delay.percentile(99) / 1e6).toBeLessThan(isFull ? 50 : 150);
});

test("a store looks at one feed at a time; when it has ended, however, the next may begin", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>(resolve => {
    release = resolve;
  });
  hoses["/slow"] = async response => {
    response.writeHead(200).write(header);
    await held;
    response.end("1\tT\tD\t1.00\n");
  };
  hoses["/small"] = pour(() => rows(100));
  hoses["/broken"] = pour(() => ["{}"]);
  const store = (await newStoreRun()).storeId;
  const lookAt = (path: string) => previewFeed({ storeId: store, trace: "test" }, { url: url + path, language: "fr" });
  const slow = lookAt("/slow");
  await sleep(300);
  await expect(lookAt("/small")).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: 10 });
  expect(await look("/small"), "nobody else waits").toMatchObject({ rows: 100 });
  release();
  expect(await slow).toMatchObject({ rows: 1 });
  expect(await codeOf(lookAt("/broken"))).toBe("not_csv");
  expect(await lookAt("/small")).toMatchObject({ rows: 100 });
});
