import { isDeepStrictEqual } from "node:util";
import { expect, vi } from "vitest";
import { Prisma, transaction } from "@/lib/platform/db";
import { createOnboarding } from "@/lib/platform/flow/onboarding";
import { getProgress } from "@/lib/stores/queries/progress";
import { completeStep } from "@/lib/stores/service/complete-step";
import { triggerImport } from "@/lib/stores/service/sync";
import { storeOnboarding } from "@/lib/stores/steps";

/** A store whose import runs, and how far it was at each look. */
export type Importing = { storeId: number; onboardingId: number; jobId: number; percents: (number | null)[] };

let serial = 0;
/** Makes a store at the beginning of its wizard, with its owner. */
export async function newStore() {
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
export async function beginImport(sandboxUrl: string, rows = 5000): Promise<Importing> {
  const { onboardingId, ...actor } = await newStore();
  const feed = (language: string) => `${sandboxUrl}/feeds/${language}.csv?rows=${rows}`;
  const profile = { merchantName: "M", contactEmail: "m@example.com", defaultLanguage: "fr", dashboardLanguage: "en" };
  const rules = { defaultTaxRate: 17, deliveryMethod: "package_delivery", preorderDays: 0 };
  const products = { csvUrlFr: feed("fr"), csvUrlEn: feed("en"), csvUrlDe: null, ...rules };
  const save = { actor, address: "127.0.0.1" };
  await completeStep({ ...save, slug: "merchant-profile", input: profile });
  await completeStep({ ...save, slug: "letzshop-api", input: { apiKey: "ls_sandbox_key", shopSlug: "demo-shop" } });
  await completeStep({ ...save, slug: "product-import", input: products });
  const { jobId } = await triggerImport(actor, { daysBack: 365, includeProducts: true });
  return { storeId: actor.storeId, onboardingId, jobId, percents: [] };
}

/** How far an import is now, as its owner is told. */
export async function look(at: Importing) {
  const { parts, status, percent } = await getProgress(at.storeId, at.jobId);
  at.percents.push(percent);
  const [orders, products] = [parts.find(part => part.id === "orders"), parts.find(part => part.id === "products")];
  if (!orders || !products) return expect.fail("an import has orders and products");
  return { orders, products, status };
}
export type Seen = Awaited<ReturnType<typeof look>>;

/** Looks until it is so; answers what was seen then. */
export const until = (at: Importing, is: (seen: Seen) => boolean, timeout = 120_000) =>
  vi.waitUntil(
    async () => {
      const seen = await look(at);
      return is(seen) ? seen : null;
    },
    // A moment in the middle is soon over; an end stays.
    { timeout, interval: is === ended ? 100 : 15 },
  );

/** Has the import ended, however? */
export const ended = (seen: Seen) => !["pending", "fetching", "processing"].includes(seen.status);
/** Is this part in its middle, with a good deal still to do? */
export const isMidway = (part: Seen["orders"]) =>
  part.state === "running" && part.total !== null && part.done >= part.total / 8 && part.done <= part.total / 2;

/** A query to each table that an import writes, one JSON value a row, without ids of ours and times. */
function queriesOf(onboardingId: number): Record<string, Prisma.Sql> {
  const ours = Prisma.sql`ARRAY['id', 'store_id', 'order_id', 'product_id', 'run_id', 'onboarding_id', 'updated_at']`;
  const times = Prisma.sql`ARRAY['started_at', 'ended_at', 'heartbeat_at', 'next_attempt_at', 'tried_at', 'tries', 'attempts', 'fence', 'version']`;
  return {
    orders: Prisma.sql`SELECT to_jsonb(o) - ${ours} FROM orders o`,
    order_lines: Prisma.sql`
      SELECT to_jsonb(l) - ${ours} || jsonb_build_object('of', o.external_shipment_id) FROM order_lines l JOIN orders o ON o.id = l.order_id`,
    products: Prisma.sql`SELECT to_jsonb(p) - ${ours} FROM products p`,
    product_texts: Prisma.sql`
      SELECT to_jsonb(t) - ${ours} || jsonb_build_object('of', p.external_id) FROM product_texts t JOIN products p ON p.id = t.product_id`,
    import_issue: Prisma.sql`SELECT to_jsonb(i) - ${ours} FROM import_issue i`,
    onboarding_step: Prisma.sql`
      SELECT to_jsonb(s) - ${ours} - ${times} || jsonb_build_object('cursor', s.cursor - 'runId' - 'notesId') FROM onboarding_step s WHERE onboarding_id = ${onboardingId}`,
    onboarding_run: Prisma.sql`SELECT to_jsonb(r.status) FROM onboarding_run r WHERE onboarding_id = ${onboardingId}`,
  };
}

const inStore = <Row>({ storeId }: Importing, query: Prisma.Sql) =>
  transaction({ store: storeId }, async tx => {
    // Of tables that nobody has analyzed yet the planner thinks too little, and walks one for each row of the other.
    await tx.$executeRaw`SET LOCAL enable_nestloop = off`;
    return tx.$queryRaw<Row[]>(query);
  });

/** One text for all that an import has written into a table. */
const digestOf = (at: Importing, query: Prisma.Sql) =>
  inStore(
    at,
    Prisma.sql`SELECT count(*)::int AS count, md5(string_agg(row::text, ' ' ORDER BY row::text)) AS rows FROM (${query}) AS r(row)`,
  );

const rowsOf = async (at: Importing, query: Prisma.Sql): Promise<string[]> =>
  (await inStore<{ row: string }>(at, Prisma.sql`SELECT row::text FROM (${query}) AS r(row)`)).map(({ row }) => row);

/** Fails with the first rows that differ, table by table. */
export async function expectSameResult(disturbed: Importing, undisturbed: Importing): Promise<void> {
  const ofDisturbed = queriesOf(disturbed.onboardingId);
  for (const [table, wanted] of Object.entries(queriesOf(undisturbed.onboardingId))) {
    const query = ofDisturbed[table] ?? wanted;
    const [before, after] = [await digestOf(undisturbed, wanted), await digestOf(disturbed, query)];
    if (isDeepStrictEqual(before, after)) continue;
    const [rows, found] = [await rowsOf(undisturbed, wanted), await rowsOf(disturbed, query)];
    const lost = rows.filter(row => !found.includes(row)).slice(0, 2);
    const strange = found.filter(row => !rows.includes(row)).slice(0, 2);
    expect({ table, lost, strange, count: found.length }).toEqual({
      ...{ table, lost: [], strange: [], count: rows.length },
    });
    expect(after, table).toEqual(before);
  }
  const known = disturbed.percents.filter(percent => percent !== null);
  expect(known, "the percentage never goes back").toEqual([...known].sort((a, b) => a - b));
  expect(known.at(-1)).toBe(100);
}

type Everything = Record<"steps" | "runs" | "onboarding" | "audit" | "messages", unknown> & {
  /** Import jobs that the queue still has. */
  unfinished: number;
};

/** Every row that a stalled worker could still touch, with fences, attempts and times, and what the queue holds. */
export async function everything({ onboardingId }: Importing): Promise<Everything> {
  const [found] = await transaction(
    "system",
    tx => tx.$queryRaw<Everything[]>`
      SELECT (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.id) FROM onboarding_step s WHERE onboarding_id = ${onboardingId}) AS steps,
        (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.id) FROM onboarding_run r WHERE onboarding_id = ${onboardingId}) AS runs,
        (SELECT to_jsonb(o) FROM onboarding o WHERE id = ${onboardingId}) AS onboarding,
        (SELECT count(*)::int FROM audit_entry) AS audit, (SELECT count(*)::int FROM outbox_message) AS messages,
        (SELECT count(*)::int FROM pgboss.job WHERE name = 'stores.import' AND state <> 'completed') AS unfinished`,
  );
  return found ?? expect.fail("there is no such onboarding");
}
