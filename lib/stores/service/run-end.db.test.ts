import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import type { AppError } from "@/lib/platform/errors";
import { settleRun } from "@/lib/platform/flow/end-run";
import { listMessages } from "@/lib/platform/notifications/queries";
import { newStore } from "@/lib/platform/testing/importing-store";
import { beginRun, type StoreRun } from "@/lib/platform/testing/store-run";
import { askToBeTold } from "./notify-me";
import { tellRunEnd } from "./run-end";

type Store = Awaited<ReturnType<typeof newStore>>;
let store: Store;
let at: StoreRun;
let email: string;

beforeEach(async () => {
  store = await newStore();
  email = `owner${store.storeId}@example.com`;
  await transaction("system", tx => tx.store.update({ where: { id: store.storeId }, data: { email } }));
  at = await beginRun(store);
});

type State = "done" | "failed";
const settle = (states: Record<"orders" | "products", State>) =>
  transaction("system", async tx => {
    for (const [step, state] of Object.entries(states))
      await tx.onboardingStep.updateMany({
        where: { onboardingId: at.onboardingId, step },
        data: { state, done: 7, total: 7, endedAt: new Date(), errorCode: state === "failed" ? "unexpected" : null },
      });
  });

/** Ends the run as its worker does, and tells of it as often as it is asked to. */
const end = (times = 1) =>
  transaction({ store: at.storeId }, async tx => {
    expect(await settleRun(tx, { ...at, known: [], onFailure: "continue" })).toBe(true);
    for (let time = 0; time < times; time++) await tellRunEnd(tx, { runId: at.runId, subjectId: at.storeId });
  });

const actor = () => ({ userId: store.userId, storeId: store.storeId });
const ask = (channel: "email" | "sms") => askToBeTold(actor(), store.onboardingId, { channel });
const mails = () => listMessages({ to: email });
const notices = () => transaction("system", tx => tx.notice.findMany({ where: { userId: store.userId } }));
const phoneNumber = () =>
  transaction("system", async tx => (await tx.store.findUniqueOrThrow({ where: { id: store.storeId } })).phoneNumber);

const endings = [
  { states: { orders: "done", products: "done" }, word: /your import is done/, kind: "store_run_complete" },
  { states: { orders: "done", products: "failed" }, word: /your import is not complete/, kind: "store_run_partial" },
  { states: { orders: "failed", products: "failed" }, word: /your import did not work/, kind: "store_run_failed" },
] as const;

for (const { states, word, kind } of endings)
  test(`bar 68: whoever asked is told once that it ${kind.replace("store_run_", "ended ")}, and where to look`, async () => {
    await ask("email");
    await settle(states);
    await end(3);
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail?.subject).toMatch(word);
    expect(mail?.link).toMatch(/\/store\/KILL\d+\/onboarding\/order-sync$/);
    expect((await notices()).map(notice => notice.kind)).toEqual([kind]);
  });

test("an import that left rows out says so, under the bell and by mail, and counts what arrived", async () => {
  await ask("email");
  await settle(endings[0].states);
  await transaction("system", tx =>
    tx.onboardingStep.updateMany({
      where: { onboardingId: at.onboardingId, step: "products" },
      data: { result: { skipped: 2 } },
    }),
  );
  await end();
  const values = { orders: 7, products: 5, skipped: 2 };
  expect(await notices()).toMatchObject([{ kind: "store_run_problems", values }]);
  expect((await mails())[0]?.body).toMatch(/All but 2 rows have arrived .*: 7 orders and 5 product rows\./);
});

test("bar 68: a rollback of the run's end tells nobody, and the end that holds tells once", async () => {
  await ask("email");
  await settle(endings[0].states);
  await expect(
    transaction({ store: at.storeId }, async tx => {
      await settleRun(tx, { ...at, known: [], onFailure: "continue" });
      await tellRunEnd(tx, { runId: at.runId, subjectId: at.storeId });
      throw new Error("the worker dies here");
    }),
  ).rejects.toThrow("the worker dies here");
  expect([await mails(), await notices()]).toEqual([[], []]);
  await end();
  expect([(await mails()).length, (await notices()).length]).toEqual([1, 1]);
});

test("who asks for e-mail and then for a text message gets the text message alone", async () => {
  await ask("email");
  expect(await ask("sms")).toEqual({ channel: "sms", to: expect.stringMatching(/^•••• \d{4}$/) });
  await settle(endings[0].states);
  await end();
  expect(await mails()).toEqual([]);
  const [sms, ...others] = await listMessages({ to: await phoneNumber() });
  expect(others).toEqual([]);
  expect(sms?.body).toMatch(/is done\..*order-sync$/);
});

test("who did not ask gets no message, only the notice; nobody is told of a run that goes on, or was cancelled", async () => {
  await transaction({ store: at.storeId }, tx => tellRunEnd(tx, { runId: at.runId, subjectId: at.storeId }));
  expect(await notices()).toEqual([]);
  await settle(endings[0].states);
  await end();
  expect([(await mails()).length, (await notices()).length]).toEqual([0, 1]);

  at = await beginRun(store);
  await ask("email");
  await transaction("system", tx =>
    tx.onboardingRun.update({ where: { id: at.runId }, data: { status: "cancelled", endedAt: new Date() } }),
  );
  await transaction({ store: at.storeId }, tx => tellRunEnd(tx, { runId: at.runId, subjectId: at.storeId }));
  expect([(await mails()).length, (await notices()).length]).toEqual([0, 1]);
});

test("bar 68: who asks in the moment the run ends is refused, and not promised what never comes", async () => {
  await settle(endings[0].states);
  let asked = Promise.resolve("nothing");
  await transaction({ store: at.storeId }, async tx => {
    await settleRun(tx, { ...at, known: [], onFailure: "continue" });
    await tellRunEnd(tx, { runId: at.runId, subjectId: at.storeId });
    asked = ask("email").then(
      () => "promised",
      (thrown: AppError) => thrown.code,
    );
    await new Promise(resolve => setTimeout(resolve, 400));
  });
  expect(await asked).toBe("illegal_transition");
});

test("nobody can ask for another store's run, nor for one that is over; asking at the very end is told or refused", async () => {
  const other = await newStore();
  const foreign = askToBeTold(actor(), other.onboardingId, { channel: "email" });
  await expect(foreign).rejects.toMatchObject({ code: "not_found" });
  await settle(endings[0].states);
  const [asked] = await Promise.allSettled([ask("email"), end()]);
  expect((await mails()).length).toBe(asked?.status === "fulfilled" ? 1 : 0);
  await expect(ask("email")).rejects.toMatchObject({ code: "illegal_transition" });
});

test("of the daily refreshes only those that miss something are worth a word", async () => {
  const asRefresh = () =>
    transaction("system", tx =>
      tx.storeImport.update({ where: { runId: at.runId }, data: { daysBack: null, since: null } }),
    );
  await asRefresh();
  await settle(endings[0].states);
  await end();
  expect(await notices()).toEqual([]);
  at = await beginRun(store);
  await asRefresh();
  await settle(endings[1].states);
  await end();
  expect((await notices()).map(notice => notice.kind)).toEqual(["store_refresh_partial"]);
});
