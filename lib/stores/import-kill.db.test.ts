import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Prisma, transaction } from "@/lib/platform/db";
import { createOnboarding } from "@/lib/platform/flow/onboarding";
import { WorkerProcess } from "@/lib/platform/testing/worker-process";
import { startSandbox } from "@/lib/sandbox";
import { getProgress } from "./queries/onboarding";
import { completeStep } from "./service/complete-step";
import { triggerImport } from "./service/sync";
import { storeOnboarding } from "./steps";

// Slow enough that a process can be caught in the middle of a page.
const sandbox = await startSandbox({ port: 0, latencyMs: 60 });
const letzshopUrl = (worker: string) => `${sandbox.url}/letzshop/graphql?worker=${worker}`;
vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", sandbox.url);
vi.stubEnv("LETZSHOP_API_URL", letzshopUrl("test"));
vi.stubEnv("TWILIO_API_URL", `${sandbox.url}/twilio`);
vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:9");

const takeOverMs = 20_000;
const workers = new Map<string, WorkerProcess>();
/** A store in mid-import: what it has, and how far it was at each look. */
type Importing = { storeId: number; onboardingId: number; jobId: number; percents: (number | null)[] };
let undisturbed: Importing;

async function employ(name: string): Promise<void> {
  workers.set(name, await WorkerProcess.start({ LETZSHOP_API_URL: letzshopUrl(name) }));
}

async function dismiss(name: string): Promise<void> {
  await workers.get(name)?.kill();
  workers.delete(name);
}

const workerNamed = (name: string): WorkerProcess => workers.get(name) ?? expect.fail(`there is no worker ${name}`);

/** The names of the workers that asked Letzshop for shipments, in the order of their calls. */
async function callers(): Promise<string[]> {
  const calls: { at: string; path: string }[] = await (await fetch(`${sandbox.url}/_calls?upstream=letzshop`)).json();
  const inOrder = calls.sort((a, b) => (a.at < b.at ? -1 : 1));
  return inOrder.map(({ path }) => new URLSearchParams(path.split("?")[1]).get("worker") ?? "");
}
const lastCaller = async () => (await callers()).at(-1) ?? "";
const countCalls = async (name: string) => (await callers()).filter(caller => caller === name).length;

let serial = 0;
async function newStore() {
  const number = ++serial;
  const phoneNumber = `+35262188${String(number).padStart(4, "0")}`;
  return transaction("system", async tx => {
    const { id: userId } = await tx.user.create({ data: { phoneNumber }, select: { id: true } });
    const told = { name: `Store ${number}`, ownerName: "Owner", email: "owner@example.com", phoneNumber };
    const owned = { code: `KILL${number}`, ownerId: userId, verifiedAt: new Date() };
    const { id: storeId } = await tx.store.create({ data: { ...told, ...owned }, select: { id: true } });
    return { userId, storeId, onboardingId: await createOnboarding(tx, storeOnboarding, storeId) };
  });
}

/** Answers the wizard for a new store and starts its import of all there is: no order is at the edge of the period. */
async function beginImport(): Promise<Importing> {
  const { onboardingId, ...actor } = await newStore();
  const feed = (language: string) => `${sandbox.url}/feeds/${language}.csv?rows=5000`;
  const profile = { merchantName: "M", contactEmail: "m@example.com", defaultLanguage: "fr", dashboardLanguage: "en" };
  const rules = { defaultTaxRate: 17, deliveryMethod: "package_delivery", preorderDays: 0 };
  const products = { csvUrlFr: feed("fr"), csvUrlEn: feed("en"), csvUrlDe: null, ...rules };
  const save = { actor, address: "127.0.0.1" };
  await completeStep({ ...save, slug: "merchant-profile", input: profile });
  await completeStep({ ...save, slug: "letzshop-api", input: { apiKey: "ls_sandbox_key", shopSlug: "demo-shop" } });
  await completeStep({ ...save, slug: "product-import", input: products });
  const { runId } = await triggerImport(actor, { daysBack: 365, includeProducts: true });
  return { storeId: actor.storeId, onboardingId, jobId: runId, percents: [] };
}

async function look(at: Importing) {
  const { parts, status, percent } = await getProgress(at.storeId, at.jobId);
  at.percents.push(percent);
  const [orders, products] = [parts.find(part => part.id === "orders"), parts.find(part => part.id === "products")];
  if (!orders || !products) return expect.fail("an import has orders and products");
  return { orders, products, status };
}
type Seen = Awaited<ReturnType<typeof look>>;

const until = (at: Importing, is: (seen: Seen) => boolean, timeout = 40_000) =>
  vi.waitUntil(
    async () => {
      const seen = await look(at);
      return is(seen) ? seen : null;
    },
    { timeout, interval: 15 },
  );

const ended = (seen: Seen) => !["pending", "fetching", "processing"].includes(seen.status);
const isMidway = (part: Seen["orders"]) =>
  part.state === "running" && part.total !== null && part.done >= part.total / 8 && part.done <= part.total / 2;

/** Everything that an import has written, each row as text, without ids of ours and times. */
async function contents({ storeId, onboardingId }: Importing): Promise<Map<string, string[]>> {
  const rows = (query: Prisma.Sql) =>
    transaction({ store: storeId }, tx => tx.$queryRaw<{ row: string }[]>`SELECT row::text FROM (${query}) AS r(row)`);
  const ours = Prisma.sql`ARRAY['id', 'store_id', 'order_id', 'product_id', 'run_id', 'onboarding_id', 'updated_at']`;
  const times = Prisma.sql`ARRAY['started_at', 'ended_at', 'heartbeat_at', 'next_attempt_at', 'attempts', 'fence', 'version']`;
  const queries = {
    orders: Prisma.sql`SELECT to_jsonb(o) - ${ours} FROM orders o`,
    order_lines: Prisma.sql`
      SELECT to_jsonb(l) - ${ours} || jsonb_build_object('of', o.external_shipment_id) FROM order_lines l JOIN orders o ON o.id = l.order_id`,
    products: Prisma.sql`SELECT to_jsonb(p) - ${ours} FROM products p`,
    product_texts: Prisma.sql`
      SELECT to_jsonb(t) - ${ours} || jsonb_build_object('of', p.external_id) FROM product_texts t JOIN products p ON p.id = t.product_id`,
    import_issue: Prisma.sql`SELECT to_jsonb(i) - ${ours} FROM import_issue i`,
    onboarding_step: Prisma.sql`
      SELECT to_jsonb(s) - ${ours} - ${times} FROM onboarding_step s WHERE onboarding_id = ${onboardingId}`,
    onboarding_run: Prisma.sql`SELECT to_jsonb(r.status) FROM onboarding_run r WHERE onboarding_id = ${onboardingId}`,
  };
  const found = new Map<string, string[]>();
  for (const [table, query] of Object.entries(queries))
    found.set(table, (await rows(query)).map(({ row }) => row).sort());
  return found;
}

/** Fails with the first rows that differ, table by table. */
async function expectSameAsUndisturbed(disturbed: Importing): Promise<void> {
  const [wanted, found] = [await contents(undisturbed), await contents(disturbed)];
  for (const [table, rows] of wanted) {
    const [before, after] = [new Set(rows), new Set(found.get(table))];
    const lost = rows.filter(row => !after.has(row)).slice(0, 2);
    const strange = (found.get(table) ?? []).filter(row => !before.has(row)).slice(0, 2);
    expect({ table, lost, strange, count: found.get(table)?.length }).toEqual({
      table,
      lost: [],
      strange: [],
      count: rows.length,
    });
  }
  const known = disturbed.percents.filter(percent => percent !== null);
  expect(known, "the percentage never goes back").toEqual([...known].sort((a, b) => a - b));
  expect(known.at(-1)).toBe(100);
}

/** Every row that a stalled worker could still touch, with fences, attempts, times and the queue's own word. */
const everything = ({ onboardingId }: Importing) =>
  transaction(
    "system",
    tx => tx.$queryRaw`
      SELECT (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.id) FROM onboarding_step s WHERE onboarding_id = ${onboardingId}) AS steps,
        (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.id) FROM onboarding_run r WHERE onboarding_id = ${onboardingId}) AS runs,
        (SELECT jsonb_agg(to_jsonb(o)) FROM onboarding o WHERE id = ${onboardingId}) AS onboarding,
        (SELECT count(*)::int FROM audit_entry) AS audit, (SELECT count(*)::int FROM outbox_message) AS messages,
        (SELECT count(*)::int FROM pgboss.job WHERE name = 'stores.import' AND state <> 'completed') AS open_jobs`,
  );

beforeAll(async () => {
  await Promise.all(["a", "b", "c"].map(employ));
  undisturbed = await beginImport();
  const seen = await until(undisturbed, ended);
  expect(seen).toMatchObject({ status: "completed", orders: { attempts: 1 }, products: { attempts: 1, done: 10_000 } });
  expect(seen.orders.done).toBeGreaterThan(2000);
}, 90_000);

afterAll(async () => {
  await Promise.all([...workers.keys()].map(dismiss));
  await sandbox.close();
});

test("a worker killed in mid-import is replaced within 20 s, in each part, and the result is that of an undisturbed import (bar 60)", async () => {
  const disturbed = await beginImport();
  for (const part of ["orders", "products"] as const) {
    await until(disturbed, seen => isMidway(seen[part]));
    await dismiss(await lastCaller());
    const atDeath = await look(disturbed);
    const taken = await until(disturbed, seen => seen[part].attempts === 2, takeOverMs);
    expect(taken[part].done, "nothing is done twice").toBeGreaterThanOrEqual(atDeath[part].done);
  }
  expect(await until(disturbed, ended)).toMatchObject({
    status: "completed",
    orders: { attempts: 2 },
    products: { attempts: 2 },
  });
  await expectSameAsUndisturbed(disturbed);
}, 120_000);
