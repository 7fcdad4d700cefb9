import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "../../../sandbox";
import { downloadFeed } from "./download";
import { inspectFeed, readFeed } from "./feed";

describe("download from the sandbox", () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, latencyMs: 0 });
  });
  afterAll(() => sandbox.close());
  // One good answer, or the outages of one test would open the circuit for the next.
  afterEach(async () => {
    await fetch(`${sandbox.url}/_faults`, { method: "DELETE" });
    await (await downloadFeed(source("fr.csv?rows=1"))).remove();
  });
  const source = (query: string) => ({
    ...{ url: `${sandbox.url}/feeds/${query}`, storeId: 1, privateOrigins: [sandbox.url] },
  });
  const fault = (name: string) =>
    fetch(`${sandbox.url}/_faults`, {
      method: "PUT",
      body: JSON.stringify({ upstream: "feeds", fault: name, times: 4 }),
    });

  test.each(["fr", "en", "de"])("the %s feed has 5,000 good products", async language => {
    const download = await downloadFeed(source(`${language}.csv?rows=5000`));
    const feed = await inspectFeed(download.path);
    expect(feed.rows).toBe(5_000);
    const gtins = new Set<string | null>();
    for await (const batch of readFeed(feed)) {
      expect([batch.errors, batch.warnings]).toEqual([[], []]);
      for (const product of batch.products) gtins.add(product.gtin);
    }
    expect([gtins.size, gtins.has(null)]).toEqual([5_000, false]);
    await download.remove();
  });

  test.each([
    ["cut", "unreachable"],
    ["reset", "unreachable"],
    ["404", "wrong_address"],
    ["endless", "unexpected"],
    ["huge", "unexpected"],
  ])("fault %s leaves no file behind and is %s", async (name, kind) => {
    await fault(name);
    await expect(downloadFeed(source("fr.csv?rows=300"))).rejects.toMatchObject({ kind });
  });

  test.each([
    ["html", "not_csv"],
    ["empty", "empty_file"],
    ["drift", "missing_column"],
    ["malformed", "unclosed_quote"],
  ])("fault %s is refused as %s", async (name, code) => {
    await fault(name);
    const download = await downloadFeed(source("fr.csv?rows=300"));
    await expect(inspectFeed(download.path)).rejects.toMatchObject({ code });
    await download.remove();
  });
});
