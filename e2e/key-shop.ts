import { setTimeout as sleep } from "node:timers/promises";
import type { APIRequestContext, Browser, Page, PlaywrightWorkerArgs } from "@playwright/test";
import { decrypt } from "@/lib/platform/crypto";
import { contentContext, type MessageContent } from "@/lib/platform/notifications/outbox";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { type OwnLetzshop, openOwnLetzshop } from "./own-letzshop";
import { OwnPeople } from "./own-people";
import { answers, dataOf, post, type StoreOwner } from "./people";

const step = "/api/v1/store/onboarding/step";
type Run = { sandboxUrl: string; cronSecret: string };

/** A product of a test's own, whose stores have their keys from a Letzshop of the test's own. */
export class KeyShop {
  private constructor(
    readonly product: OwnProduct,
    readonly people: OwnPeople,
    readonly letzshop: OwnLetzshop,
    private readonly run: Run,
  ) {}

  static async open(playwright: PlaywrightWorkerArgs["playwright"], run: Run): Promise<KeyShop> {
    const letzshop = await openOwnLetzshop();
    letzshop.keys.set(answers.letzshopKey.api_key, "ok");
    const origins = [run.sandboxUrl, letzshop.url].join(",");
    const product = await OwnProduct.start({
      ...{ LETZSHOP_API_URL: `${letzshop.url}/graphql`, OUTBOUND_PRIVATE_ORIGINS: origins, RATE_LIMIT_SCALE: "1" },
    });
    await product.database.query("SET ROLE gangway_system");
    return new KeyShop(product, new OwnPeople(product, playwright.request, run), letzshop, run);
  }

  /** Rows of the database. */
  async rows<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.product.database.query<Row>(sql, values)).rows;
  }

  /** What is kept of a store's key. */
  async key({ code }: StoreOwner) {
    type Key = { api_key: string | null; last_four: string; broken_class: string | null; told_at: Date | null };
    const found = await this.rows<Key>(
      "SELECT c.* FROM letzshop_credential c JOIN stores s ON s.id = c.store_id WHERE s.code = $1",
      code,
    );
    return found[0] ?? null;
  }

  /** How often something of a store is in the audit trail. */
  async audits({ code }: StoreOwner, action: string): Promise<number> {
    const found = await this.rows(
      "SELECT a.id FROM audit_entry a JOIN stores s ON s.id::text = a.subject_id WHERE s.code = $1 AND a.action = $2",
      ...[code, action],
    );
    return found.length;
  }

  /** What the owner was written, the oldest first, without the welcome. */
  async mails({ email }: StoreOwner): Promise<MessageContent[]> {
    const found = await this.rows<{ id: string; payload: string }>(
      "SELECT id, payload FROM outbox_message WHERE recipient = $1 ORDER BY created_at",
      email,
    );
    const open = ({ id, payload }: (typeof found)[number]) => JSON.parse(decrypt(payload, contentContext(id)));
    return found.map(open).filter(({ subject }) => /key/.test(subject));
  }

  /** Runs what waits, as a host without a worker does. */
  async poll(): Promise<void> {
    const headers = { Authorization: `Bearer ${this.run.cronSecret}` };
    await fetch(`${this.product.address}/api/cron/poll`, { headers });
  }

  /** Runs a job until it ends or waits for somebody, and answers how its orders did. */
  async end(request: APIRequestContext, jobId: number) {
    for (let round = 0; round < 60; round++) {
      await this.poll();
      const seen = await dataOf(await request.get(`${step}/order-sync/progress/${jobId}`));
      if (seen.ended_at || seen.status === "waiting") return seen.parts[0];
      await sleep(200); // a part that is tried again waits some seconds for it
    }
    throw new Error("the import has not ended");
  }

  /** Imports what a store at its last step asks for, and answers how its orders did. */
  async importOrders({ request }: StoreOwner) {
    const { job_id } = await post(request, `${step}/order-sync/trigger`, { days_back: 1 }, 202);
    return this.end(request, job_id);
  }

  /** A store at its last step with a key of its own. */
  async storeWith(key: string, feed?: string): Promise<StoreOwner> {
    const owner = await this.people.storeAt("letzshop_api");
    this.letzshop.keys.set(key, "ok");
    await post(owner.request, `${step}/letzshop-api`, { ...answers.letzshopKey, api_key: key });
    const feeds = answers.productImport(this.run.sandboxUrl);
    await post(owner.request, `${step}/product-import`, { ...feeds, ...(feed ? { csv_url_fr: feed } : {}) });
    return owner;
  }

  /** The same, imported as far as it goes and through its gate. */
  async completeStoreWith(key: string, feed?: string): Promise<StoreOwner> {
    const owner = await this.storeWith(key, feed);
    await this.importOrders(owner);
    await post(owner.request, `${step}/order-sync/complete`, {});
    return owner;
  }

  /** A page in the browser of somebody, or of nobody. */
  async page(browser: Browser, who?: { request: APIRequestContext }): Promise<Page> {
    const storageState = await who?.request.storageState();
    return (await browser.newContext({ baseURL: this.product.address, storageState })).newPage();
  }

  async close(): Promise<void> {
    await this.people.leave();
    await this.product.end();
    await this.letzshop.close();
  }
}
