import { expect, test, vi } from "vitest";
import {
  changesOf,
  keptOf,
  newCustomerRun,
  openSandboxZuora,
  partOf,
  reportOf,
  silence,
  workToEnd,
  worldOf,
} from "@/lib/platform/testing/sandbox-zuora";
import { SnippetProcess } from "@/lib/platform/testing/snippet-process";

const workflows = 120;
const zuora = await openSandboxZuora({ workflows, tasks: 2 });

/** A worker of its own, which runs what is left of an onboarding when it is told to. */
const newWorker = (onboardingId: number) =>
  new SnippetProcess(`
    const { run } = await load("lib/platform/flow/run.ts");
    const { customerOnboarding } = await load("lib/customers/steps.ts");
    process.on("SIGUSR2", () => run(customerOnboarding, ${onboardingId}, { signal: new AbortController().signal, holdsJob: true }));
    setInterval(() => undefined, 1000);
    console.log("ready");`);

test("bars 60, 61: a sync whose workers are killed in the middle of the list and of the exports goes on at its cursor, and ends as if nothing had been", async () => {
  const at = await newCustomerRun(zuora);
  const workers = [newWorker(at.onboardingId), newWorker(at.onboardingId)];
  const [first, second] = workers as [SnippetProcess, SnippetProcess];
  await Promise.all(workers.map(one => one.says("ready")));
  // The list is asked for once to prove the credentials, and by pages of fifty after that; so are two exports in turn.
  zuora.fail("workflows", "hang", { after: 2, times: 1 });
  const caught = { timeout: 15_000, interval: 20 };
  first.send("SIGUSR2");
  await vi.waitUntil(() => zuora.count("workflows") === 3, caught);
  await vi.waitUntil(async () => ((await partOf(at)).cursor as { next?: number } | null)?.next === 2, caught);
  await first.kill();

  zuora.mend();
  zuora.fail("export", "hang", { after: 70 });
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
}, 60_000);
