import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIRequestContext, Browser, Page, PlaywrightWorkerArgs } from "@playwright/test";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { type FeedServer, openFeedServer } from "./feed-server";
import { OwnPeople } from "./own-people";
import { answers, dataOf, post, type StoreOwner } from "./people";

const step = "/api/v1/store/onboarding/step";

/** A feed of these rows. */
export const csv = (...rows: string[]): string => ["id,title,price", ...rows, ""].join("\n");

/** Rows P0000, P0001 and so on. */
export const many = (count: number, price = "1.00"): string[] =>
  Array.from({ length: count }, (_, id) => `P${String(id).padStart(4, "0")},T${id},${price}`);

/** A product of a test's own whose shops read their feeds from servers of the test's own; one that fails would be shunned, so there are several. */
export class OwnShop {
  private constructor(
    readonly product: OwnProduct,
    readonly people: OwnPeople,
    readonly servers: readonly FeedServer[],
    readonly run: { sandboxUrl: string; cronSecret: string },
    private readonly folder: string,
  ) {}

  static async open(playwright: PlaywrightWorkerArgs["playwright"], run: { sandboxUrl: string; cronSecret: string }) {
    const servers = await Promise.all([openFeedServer(), openFeedServer(), openFeedServer()]);
    const origins = [run.sandboxUrl, ...servers.map(server => server.url)].join(",");
    const folder = await mkdtemp(join(tmpdir(), "own-shop-"));
    const own = { OUTBOUND_PRIVATE_ORIGINS: origins, RATE_LIMIT_SCALE: "1", TMPDIR: folder };
    const product = await OwnProduct.start(own);
    // Nobody but the two roles of the product sees a row of a store, not even who owns the tables.
    await product.database.query("SET ROLE gangway_system");
    return new OwnShop(product, new OwnPeople(product, playwright.request, run), servers, run, folder);
  }

  #looks = 0;
  #looker: StoreOwner | null = null;

  /** Who looked last. */
  get looker(): StoreOwner {
    if (!this.#looker) throw new Error("nobody has looked yet");
    return this.#looker;
  }

  /** Looks into a feed; a store has ten looks a minute, files of bad rows included, so now and then another one looks. */
  async look(url: string, language = "fr") {
    if (this.#looks++ % 7 === 0) this.#looker = await this.people.storeAt("product_import");
    const answer = await this.looker.request.post(`${step}/product-import/preview`, { data: { url, language } });
    return { status: answer.status(), headers: answer.headers(), body: await answer.json() };
  }

  /** The feeds that the product has not put away. */
  leftovers = async (): Promise<string[]> =>
    (await readdir(this.folder)).filter(name => name.startsWith("gangway-feed-"));

  /** The server that works as it should. */
  get feeds(): FeedServer["feeds"] {
    return this.#server(0).feeds;
  }

  address(path: string, server = 0): string {
    return `${this.#server(server).url}${path}`;
  }

  #server(at: number): FeedServer {
    const server = this.servers[at];
    if (!server) throw new Error("there is no such server");
    return server;
  }

  /** Runs what waits, as a host without a worker does. */
  async poll(): Promise<void> {
    await fetch(`${this.product.address}/api/cron/poll`, {
      headers: { Authorization: `Bearer ${this.run.cronSecret}` },
    });
  }

  /** Runs a job to its end, and answers its progress. */
  async end(request: APIRequestContext, jobId: number) {
    for (let round = 0; round < 60; round++) {
      await this.poll();
      const seen = await dataOf(await request.get(`${step}/order-sync/progress/${jobId}`));
      if (seen.ended_at) return seen;
    }
    throw new Error("the import has not ended");
  }

  /** Imports the feeds of a store that is at its last step, and answers how that went. */
  async importFeeds({ request }: StoreOwner) {
    const { job_id } = await post(request, `${step}/order-sync/trigger`, { days_back: 1 }, 202);
    return this.end(request, job_id);
  }

  /** A store with these feeds, before its first import. */
  async storeWith(feeds: { fr?: string; en?: string; de?: string }): Promise<StoreOwner> {
    const owner = await this.people.storeAt("product_import");
    const { fr, en, de } = feeds;
    const urls = { csv_url_fr: fr ?? null, csv_url_en: en ?? null, csv_url_de: de ?? null };
    await post(owner.request, `${step}/product-import`, { ...answers.productImport(""), ...urls });
    return owner;
  }

  /** A store with these feeds, imported and through its gate. */
  async completeStore(feeds: { fr?: string; en?: string; de?: string }): Promise<StoreOwner> {
    const owner = await this.storeWith(feeds);
    const { job_id } = await this.importFeeds(owner);
    await post(owner.request, `${step}/order-sync/complete`, {});
    return { ...owner, jobId: job_id };
  }

  /** What the shop shows of a store's products, each as text with the transaction that wrote it. */
  async products({ code }: StoreOwner): Promise<string[]> {
    const { rows } = await this.product.database.query<{ row: string }>(
      `SELECT p.external_id || ' ' || p.price || ' ' || coalesce(string_agg(t.title, '|' ORDER BY t.language), '') || ' by ' || p.xmin AS row
       FROM products p JOIN stores s ON s.id = p.store_id LEFT JOIN product_texts t ON t.product_id = p.id
       WHERE s.code = $1 AND p.gone_at IS NULL GROUP BY p.id ORDER BY p.external_id`,
      [code],
    );
    return rows.map(({ row }) => row);
  }

  /** A page in the browser of somebody who is signed in. */
  async page(browser: Browser, { request }: StoreOwner): Promise<Page> {
    const context = await browser.newContext({
      baseURL: this.product.address,
      storageState: await request.storageState(),
    });
    return context.newPage();
  }

  async close(): Promise<void> {
    await this.people.leave();
    await this.product.end();
    for (const server of this.servers) await server.close();
    await rm(this.folder, { recursive: true });
  }
}
