import { setTimeout as sleep } from "node:timers/promises";
import type { APIRequestContext } from "@playwright/test";
import { request } from "@playwright/test";
import { bringStoreTo, newCaller, signUpStore } from "@/e2e/people";
import { closeDatabase, transaction } from "@/lib/platform/db";
import { closeSender } from "@/lib/platform/jobs/queue";
import { withConnection } from "@/lib/platform/testing/database";
import { refreshProducts } from "@/lib/stores/service/refresh";
import type { Bench } from "./harness/bench";
import { copyFeed, parseFeed } from "./harness/copy-feed";
import { type FeedFile, openFeed } from "./harness/feed-file";
import { openProbe, type Probe } from "./harness/probe";

const rows = 100_000;
const rounds = 5;
type Side = "import" | "copy" | "preview" | "parse";
type Figure = "seconds" | "peakMiB" | "grownMiB" | "delayP99" | "longestDelay";

/** Stores that are through the wizard and have a feed, one for each import. */
async function writeStores(count: number, url: string): Promise<number[]> {
  const stores = await transaction("system", async tx => {
    const made = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO stores (code, name, owner_name, email, phone_number, verified_at)
      SELECT 'SHOP' || n, 'Store ' || n, 'Owner', 'owner@example.com', '+35262100' || n, now() FROM generate_series(1000, 999 + ${count}::int) AS n
      RETURNING id`;
    const ids = made.map(({ id }) => id);
    await tx.$executeRaw`
      INSERT INTO onboarding (kind, status, store_id, started_at, ended_at) SELECT 'store', 'complete', id, now(), now() FROM unnest(${ids}::int[]) AS id`;
    await tx.$executeRaw`
      INSERT INTO onboarding_step (onboarding_id, step, parent, position, state, ended_at)
      SELECT o.id, step, parent, at, 'done', now() FROM onboarding o, (VALUES ('merchant_profile', NULL, 1), ('letzshop_api', NULL, 2),
        ('product_import', NULL, 3), ('order_sync', NULL, 4), ('orders', 'order_sync', 5), ('products', 'order_sync', 6)) AS s(step, parent, at)
      WHERE o.store_id = ANY(${ids}::int[])`;
    await tx.$executeRaw`
      INSERT INTO store_product_import (store_id, csv_url_fr, default_tax_rate, delivery_method, preorder_days, updated_at)
      SELECT id, ${url}, 17, 'package_delivery', 0, now() FROM unnest(${ids}::int[]) AS id`;
    return ids;
  });
  await transaction("system", tx => tx.$executeRaw`ANALYZE`);
  return stores;
}

/** An import from the moment its owner asks for it until its run is over, in seconds. */
async function importFeed(storeId: number): Promise<number> {
  const since = performance.now();
  const { jobId } = await refreshProducts({ userId: 1, storeId });
  for (;;) {
    const run = await transaction("system", tx => tx.onboardingRun.findUniqueOrThrow({ where: { id: jobId } }));
    if (run.status === "complete") return (performance.now() - since) / 1000;
    if (run.endedAt) throw new Error(`The import ended as ${run.status}: ${JSON.stringify(run.parts)}`);
    await sleep(25);
  }
}

/** Throws unless both sides have left the same products. */
async function requireSame(ours: string, floor: string, storeId: number): Promise<void> {
  const left = [await digestOf(ours, storeId), await digestOf(floor, storeId)];
  if (left[0] !== left[1]) throw new Error(`The floor does other work than we: ${left.join(" and ")}`);
}

/** What an import has left of a store's products. */
const digestOf = (databaseUrl: string, storeId: number) =>
  withConnection(databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    const { rows: found } = await client.query(
      `SELECT count(*), count(t.product_id) AS texts, md5(string_agg((to_jsonb(p) - ARRAY['id', 'store_id', 'updated_at'])::text
          || t.language || t.title || t.description, ',' ORDER BY p.external_id)) AS digest
        FROM products p JOIN product_texts t ON t.product_id = p.id WHERE p.store_id = $1`,
      [storeId],
    );
    return JSON.stringify(found[0]);
  });

/** A look at the feed, as the wizard asks for it, in seconds. */
async function preview(owner: APIRequestContext, feed: FeedFile): Promise<number> {
  const since = performance.now();
  const data = { url: feed.url, language: "fr" };
  const answer = await owner.post("/api/v1/store/onboarding/step/product-import/preview", { data, timeout: 120_000 });
  const text = await answer.text();
  if (answer.status() !== 200 || JSON.parse(text).data.rows !== rows) throw new Error(text.slice(0, 500));
  return (performance.now() - since) / 1000;
}

const onlySeconds = (seconds: number) => ({ seconds, peakMiB: 0, grownMiB: 0, delayP99: 0, longestDelay: 0 });

async function watched(probe: Probe, name: "web" | "worker", work: () => Promise<number>) {
  await probe.ask(name);
  const seconds = await work();
  return { seconds, ...(await probe.ask(name)) };
}

const bench: Bench<Side, Figure> = {
  name: "import",
  work: `a feed of ${rows} products, looked at in the wizard and imported for a store that has none`,
  rounds,
  goals: [
    {
      title: "preview and import ÷ reading it twice, COPY and upsert",
      value: at => (at.preview.seconds + at.import.seconds) / (at.parse.seconds + at.copy.seconds),
      atMost: 1.5,
    },
    { title: "import ÷ reading, COPY and upsert", value: at => at.import.seconds / at.copy.seconds, atMost: 1.5 },
    { title: "growth of the worker's memory, MiB", value: at => at.import.grownMiB, atMost: 100 },
    { title: "growth of the web server's memory, MiB", value: at => at.preview.grownMiB, atMost: 100 },
    { title: "event loop delay p99 of the worker, ms", value: at => at.import.delayP99, atMost: 50 },
    { title: "event loop delay p99 of the web server, ms", value: at => at.preview.delayP99, atMost: 50 },
  ],
  async setUp(place) {
    const probe = openProbe(place);
    const feed = await openFeed(place, rows);
    const stores = await writeStores(rounds + 1, feed.url);
    await closeDatabase();
    const copy = await place.copyDatabase();
    place.onEnd(async () => {
      await closeSender();
      await closeDatabase();
    });
    const origins = { OUTBOUND_PRIVATE_ORIGINS: `${place.env.OUTBOUND_PRIVATE_ORIGINS},${new URL(feed.url).origin}` };
    const product = await place.startProduct({ ...origins, ...probe.env });
    const owner = await newCaller(request, product.address);
    place.onEnd(() => owner.dispose());
    await bringStoreTo(await signUpStore(owner), "product_import", place.env.SANDBOX_URL ?? "");
    let at = 0;
    return {
      runs: {
        import: () => watched(probe, "worker", () => importFeed(stores[at] ?? 0)),
        copy: async () => {
          const seconds = await copyFeed(copy, stores[at] ?? 0, feed.path);
          await requireSame(place.env.DATABASE_URL ?? "", copy, stores[at++] ?? 0);
          return onlySeconds(seconds);
        },
        preview: async () => watched(probe, "web", () => preview(owner, feed)),
        parse: async () => onlySeconds(await parseFeed(feed.path)),
      },
      notes: { mebibytes: feed.mebibytes },
    };
  },
};

export default bench;
