import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { isFull } from "@/lib/platform/testing/full-form";
import { OwnPostgres } from "@/lib/platform/testing/own-postgres";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { WorkerProcess } from "@/lib/platform/testing/worker-process";
import { expect, test } from "./fixtures";
import { OwnPeople } from "./own-people";
import { dataOf, post, type StoreOwner } from "./people";

const step = "/api/v1/store/onboarding/step/order-sync";
const period = { days_back: 365, include_products: true };
const stores = isFull ? 3 : 2;

let postgres: OwnPostgres;
let product: OwnProduct;
let people: OwnPeople;
let worker: WorkerProcess;

test.beforeAll("a product with a worker on a Postgres of its own", async ({ playwright, sandboxUrl, cronSecret }) => {
  postgres = await OwnPostgres.start();
  product = await OwnProduct.start({ RATE_LIMIT_SCALE: "100" }, postgres.databaseUrl);
  // The tests' own look into the database is cut off as well.
  product.database.on("error", () => undefined);
  people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
  worker = await WorkerProcess.start(product.workerEnvironment);
});

test.afterAll(async () => {
  try {
    await worker?.kill();
    await people?.leave();
    await product?.end();
  } finally {
    await postgres?.end();
  }
});

type Seen = { at: number; status: number; path: string };

/** Asks again and again what people ask all the time, until it is over, and notes every answer. */
function watch(owner: StoreOwner, seen: Seen[]): () => Promise<void> {
  let isOver = false;
  const paths = ["/api/health", "/api/v1/store/onboarding/status", `/store/${owner.code}/onboarding`];
  const one = async (path: string) => {
    while (!isOver) {
      const answer = await owner.request.get(path, { maxRedirects: 0 });
      seen.push({ at: Date.now(), status: answer.status(), path });
      await sleep(50);
    }
  };
  const all = paths.map(one);
  return async () => {
    isOver = true;
    await Promise.all(all);
  };
}

async function rows<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: product.workerEnvironment.DATABASE_URL });
  await client.connect();
  try {
    await client.query("SET ROLE gangway_system");
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("bar 66: the database is restarted under load: 503 meanwhile, well within 10 s after, and no job is lost or done twice", async () => {
  const owners = await Promise.all(Array.from({ length: stores }, () => people.storeAt("order_sync")));
  const [watched] = owners;
  if (!watched) return expect(watched).toBeDefined();
  const seen: Seen[] = [];
  const over = watch(watched, seen);
  const jobs: number[] = [];
  for (const owner of owners) {
    const { job_id } = await post(owner.request, `${step}/trigger`, period, 202);
    jobs.push(job_id);
    const { id } = await dataOf(await owner.request.get("/api/v1/store/onboarding/status"));
    await post(owner.request, `/api/v1/onboardings/${id}/notify-me`, { channel: "email" });
  }
  const progress = async (at: number) =>
    dataOf(await (owners[at] as StoreOwner).request.get(`${step}/progress/${jobs[at]}`));
  await expect
    .poll(async () => (await progress(0)).orders_imported, { timeout: 20_000, intervals: [30] })
    .toBeGreaterThan(200);

  const fellAt = Date.now();
  postgres.halt();
  // Nobody is asked while it is begun again, so it is away until somebody was refused.
  await expect.poll(() => seen.filter(({ at, status }) => at > fellAt && status >= 500).length).toBeGreaterThan(0);
  postgres.goOn();
  const backAt = Date.now();

  for (let at = 0; at < stores; at++)
    await expect.poll(async () => (await progress(at))?.status, { timeout: 60_000 }).toBe("completed");
  await over();
  const wellAfterMs = (seen.findLast(({ status }) => status >= 500)?.at ?? Infinity) - backAt;
  process.stdout.write(`bar 66: away for ${backAt - fellAt} ms, the last refusal ${wellAfterMs} ms after\n`);
  expect(wellAfterMs, "well within 10 s").toBeLessThan(10_000);
  expect((seen.at(-1)?.at ?? 0) - backAt, "and was looked at for long enough").toBeGreaterThan(3000);
  const odd = seen.filter(
    ({ status, path }) => !(path.startsWith("/store") ? [200, 307, 500, 503] : [200, 503]).includes(status),
  );
  expect(odd.slice(0, 3), "nothing but yes and not now").toEqual([]);
  expect(seen.filter(({ status }) => status >= 500).length, "it was away").toBeGreaterThan(0);

  const counts = await rows<{ orders: number; lines: number; products: number; runs: number; mails: number }>(`
    SELECT (SELECT count(*)::int FROM orders o WHERE o.store_id = s.id) AS orders,
      (SELECT count(*)::int FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.store_id = s.id) AS lines,
      (SELECT count(*)::int FROM products p WHERE p.store_id = s.id) AS products,
      (SELECT count(*)::int FROM onboarding_run r JOIN onboarding b ON b.id = r.onboarding_id WHERE b.store_id = s.id) AS runs,
      (SELECT count(*)::int FROM outbox_message m WHERE m.recipient = s.email AND m.dedupe_key LIKE 'run.ended:%') AS mails
    FROM stores s ORDER BY s.id`);
  const [first] = counts;
  expect(counts, "each store has the same, once").toEqual(counts.map(() => first));
  expect(first).toMatchObject({ runs: 1, mails: 1, products: 50 });
  expect(first?.orders).toBeGreaterThan(2000);
  expect(await rows("SELECT name FROM pgboss.job WHERE name = 'dead'")).toEqual([]);
  expect(product.isAlive).toBe(true);
  expect(product.log + JSON.stringify(worker.lines)).not.toMatch(/unhandled/i);
  expect(await worker.stop()).toMatchObject({ code: 0 });
});
