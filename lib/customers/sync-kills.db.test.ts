import { expect, test, vi } from "vitest";
import {
  beginSync,
  newCustomer,
  newStaff,
  openZuora,
  partOf,
  reportOf,
  silence,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { SnippetProcess } from "@/lib/platform/testing/snippet-process";
import { changesOf, keptOf, worldOf } from "@/lib/platform/testing/zuora-world";

const workflows = 120;
/** Fewer than half of them, and more than are looked for together. */
const gone = 56;
const zuora = await openZuora({ workflows, tasks: 2 });
const admin = await newStaff();

/** A worker of its own, which runs what is left of an onboarding when it is told to. */
const newWorker = (onboardingId: number) =>
  new SnippetProcess(`
    const { run } = await load("lib/platform/flow/run.ts");
    const { customerOnboarding } = await load("lib/customers/steps.ts");
    process.on("SIGUSR2", () => run(customerOnboarding, ${onboardingId}, { signal: new AbortController().signal, holdsJob: true }));
    setInterval(() => undefined, 1000);
    console.log("ready");`);

test("bars 60, 61: a sync whose workers are killed in the middle of the list, of the exports and of what is gone goes on at its cursor, and ends as if nothing had been", async () => {
  const at = await newCustomer(admin, zuora);
  const workers = [1, 2, 3].map(() => newWorker(at.onboardingId));
  const [first, second, third] = workers as [SnippetProcess, SnippetProcess, SnippetProcess];
  await Promise.all(workers.map(one => one.says("ready")));
  // The list is asked for once to prove the credentials, and by pages of fifty after that; so are two exports in turn.
  zuora.fail("workflows", "hang", 1, { after: 2 });
  const caught = { timeout: 60_000, interval: 20 };
  first.send("SIGUSR2");
  await vi.waitUntil(() => zuora.count("workflows") === 3, caught);
  await vi.waitUntil(async () => ((await partOf(at)).cursor as { next?: number } | null)?.next === 2, caught);
  await first.kill();

  zuora.mend();
  zuora.fail("export", "hang", undefined, { after: 70 });
  await silence(at);
  second.send("SIGUSR2");
  const readOf = async () => ((await partOf(at)).cursor as { exports?: { read: number } } | null)?.exports?.read;
  await vi.waitUntil(async () => ((await readOf()) ?? 0) >= 25, caught);
  await second.kill();
  const read = (await readOf()) ?? 0;
  expect(read).toBeLessThanOrEqual(70);
  expect(zuora.count("workflows"), "the first page was not read again").toBe(5);

  zuora.mend();
  await silence(at);
  const [lists, exports] = [zuora.count("workflows"), zuora.count("export")];
  await workToEnd(at);
  expect([zuora.count("workflows") - lists, zuora.count("export") - exports]).toEqual([0, workflows - read]);
  expect(await reportOf(at)).toMatchObject({
    workflows: { total: workflows, created: workflows, updated: 0, unchanged: 0, deleted: 0 },
    ...{ tasks: 2 * workflows, exports: { read: workflows, unchanged: 0, failed: 0 }, errors: [] },
  });
  expect(await keptOf(at)).toEqual(await worldOf(zuora));
  expect(await changesOf({ customerId: at.customerId })).toEqual([]);

  // Of those that Zuora lists no more the first fifty went with their page; whoever takes over looks for the others alone, and the list is not read again.
  for (let place = 0; place < gone; place++) zuora.change(place, null);
  const run = await beginSync(at);
  zuora.fail("workflow", "hang", undefined, { after: 52 });
  third.send("SIGUSR2");
  const afterOf = async () => ((await partOf(run)).cursor as { after?: number } | null)?.after ?? 0;
  await vi.waitUntil(async () => (await afterOf()) > 0 && zuora.count("workflow") > 52, caught);
  await third.kill();
  expect(Object.keys(await keptOf(at))).toHaveLength(workflows - 50);
  zuora.forgive();
  await silence(run);
  const [listed, looked] = [zuora.count("workflows"), zuora.count("workflow")];
  await workToEnd(run);
  expect([zuora.count("workflows") - listed, zuora.count("workflow") - looked]).toEqual([0, gone - 50]);
  expect(await reportOf(at)).toMatchObject({
    workflows: { total: workflows - gone, created: 0, updated: 0, unchanged: workflows - gone, deleted: gone },
    keptBack: 0,
  });
  expect(await keptOf(at)).toEqual(await worldOf(zuora));
  const changes = await changesOf(run);
  expect(new Set(changes.map(({ change }) => change))).toEqual(new Set(["gone"]));
  expect([changes.length, new Set(changes.map(({ zuoraId }) => zuoraId)).size], "each once").toEqual([gone, gone]);
});
