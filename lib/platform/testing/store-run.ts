import { expect } from "vitest";
import { encrypt } from "@/lib/platform/crypto";
import { Prisma, type Scope, transaction } from "@/lib/platform/db";
import { claimStep, commitPage } from "@/lib/platform/flow/claim";
import { createOnboarding } from "@/lib/platform/flow/onboarding";
import { startRun } from "@/lib/platform/flow/start-run";
import { partsOf, type WorkerContext } from "@/lib/platform/flow/step";
import { completeOnboarding, runImport } from "@/lib/stores/service/sync";
import { storeOnboarding } from "@/lib/stores/steps";

/** A store in the middle of an import, whose parts a test runs one by one. */
export type StoreRun = { storeId: number; onboardingId: number; runId: number };

let serial = 0;

/** Keeps a key for a store's shop, as if it had been tested. */
export async function keepKey(storeId: number, shopId: string, apiKey = "key"): Promise<void> {
  const kept = {
    apiKey: encrypt(apiKey, { table: "letzshop_credential", column: "api_key", row: storeId }),
    ...{ lastFour: "_key", shopSlug: shopId, shopName: shopId, shopId, testedAt: new Date() },
    ...{ brokenAt: null, brokenClass: null, toldAt: null, deletedAt: null, deletedById: null },
  };
  await transaction({ store: storeId }, tx =>
    tx.letzshopCredential.upsert({ where: { storeId }, create: { storeId, ...kept }, update: kept }),
  );
}

/** Says where the feeds of a store are. */
export async function keepFeeds(storeId: number, urls: { fr?: string; en?: string; de?: string }): Promise<void> {
  const kept = {
    ...{ csvUrlFr: urls.fr ?? null, csvUrlEn: urls.en ?? null, csvUrlDe: urls.de ?? null },
    ...{ defaultTaxRate: 17, deliveryMethod: "package_delivery" as const, preorderDays: 0 },
  };
  await transaction({ store: storeId }, tx =>
    tx.storeProductImport.upsert({ where: { storeId }, create: { storeId, ...kept }, update: kept }),
  );
}

/** Ends the run of a store, if there is one, and starts the next. */
export async function beginRun(store: { storeId: number; onboardingId: number }): Promise<StoreRun> {
  const { storeId, onboardingId } = store;
  return transaction("system", async tx => {
    await tx.onboardingRun.updateMany({
      where: { onboardingId, endedAt: null },
      data: { status: "complete", endedAt: new Date() },
    });
    const { runId } = await startRun(tx, { onboardingId, trigger: "test" });
    const since = new Date(Date.now() - 90 * 86_400_000);
    await tx.storeImport.create({ data: { runId, storeId, daysBack: 90, includeProducts: true, since } });
    return { storeId, onboardingId, runId };
  });
}

/** Makes a store with a key and begins its first run. */
export async function newStoreRun(): Promise<StoreRun> {
  const number = ++serial;
  const told = { name: "Store", ownerName: "Owner", email: "o@example.com", phoneNumber: `+35266177${1000 + number}` };
  const made = await transaction("system", async tx => {
    const { id } = await tx.store.create({ data: { ...told, code: `RUN${number}` }, select: { id: true } });
    return { storeId: id, onboardingId: await createOnboarding(tx, storeOnboarding, id) };
  });
  await keepKey(made.storeId, "shop-1");
  return beginRun(made);
}

/** Runs what is left of a store's run, as a worker does. */
export const workOff = (at: Pick<StoreRun, "onboardingId">): Promise<void> =>
  runImport(at.onboardingId, { signal: new AbortController().signal, holdsJob: true });

/** Imports a store's first run and ends its set-up, whose other steps count as done; answers its owner. */
export async function completeStore(at: StoreRun): Promise<{ userId: number; storeId: number }> {
  await workOff(at);
  const actor = await transaction("system", async tx => {
    const { id: userId } = await tx.user.create({ data: {}, select: { id: true } });
    // One after the other: none may be done before those that come before it.
    for (const step of ["merchant_profile", "letzshop_api", "product_import"])
      await tx.onboardingStep.updateMany({
        where: { onboardingId: at.onboardingId, step },
        data: { state: "done", endedAt: new Date() },
      });
    return { userId, storeId: at.storeId };
  });
  await completeOnboarding(actor);
  return actor;
}

/** A worker's death between two pages. */
export class Crash extends Error {}

/** Claims a part as its next worker and runs it; `crashBefore` dies instead of committing the page of this number, from 1 on. */
export async function runPart(at: StoreRun, step: "orders" | "products", crashBefore = Infinity) {
  const scope: Scope = { store: at.storeId };
  await transaction(
    scope,
    tx => tx.$executeRaw`UPDATE onboarding_step SET heartbeat_at = now() - interval '6 s' WHERE state = 'running'`,
  );
  const claim = await claimStep(scope, { ...at, step, holdsJob: true });
  const part = partsOf(storeOnboarding).find(one => one.id === step);
  if (!claim || !part) throw new Error(`${step} cannot be claimed`);
  let pages = 0;
  const page: WorkerContext["page"] = (progress, write) => {
    if (++pages >= crashBefore) throw new Crash();
    return commitPage(scope, claim, progress, write);
  };
  const { storeId: subjectId, onboardingId, runId } = at;
  return part.run({ subjectId, onboardingId, runId, cursor: claim.cursor, signal: new AbortController().signal, page });
}

/** The problems that a part of a run has told so far, in order. */
export const listIssues = (at: StoreRun, step: "orders" | "products") =>
  transaction({ store: at.storeId }, tx =>
    tx.importIssue.findMany({
      where: { runId: at.runId, step },
      orderBy: { id: "asc" },
      omit: { id: true, storeId: true, runId: true, step: true },
    }),
  );

/** What the tables say of the part of a run. */
export const findPart = (at: StoreRun, step: "orders" | "products") =>
  transaction("system", tx => tx.onboardingStep.findFirstOrThrow({ where: { onboardingId: at.onboardingId, step } }));

/** Every row of a table of the store as text with the transaction that wrote it last: equal texts mean that nothing was written. */
export async function rowsOf(at: StoreRun, table: "orders" | "order_lines" | "products" | "product_texts") {
  const rows = await transaction(
    { store: at.storeId },
    tx => tx.$queryRaw<{ row: string }[]>`
      SELECT t::text || ' by ' || t.xmin::text AS row FROM ${Prisma.raw(table)} t ORDER BY 1`,
  );
  return rows.map(({ row }) => row);
}

/** What work that must fail has thrown. */
export const failureOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.fail("this must fail"),
    (thrown: Error) => thrown,
  );
