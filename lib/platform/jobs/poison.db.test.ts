import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { evaluateAlerts } from "../alerts/evaluate";
import { prepareRules } from "../alerts/rules";
import type { SessionUser } from "../auth/session";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { SnippetProcess } from "../testing/snippet-process";
import { defineJob, type Job } from "./define-job";
import { prepareQueues } from "./prepare";
import { listDeadLetters, listQueues } from "./queries";
import { sender, sendJob } from "./queue";
import { redriveJob } from "./service";
import { pull, work } from "./work";

const Ids = z.object({ id: z.number() });
const began: { id: number; at: number }[] = [];
const done: number[] = [];
let isMended = false;

// Ids under 100 are poison until the cause is mended.
const touchy = defineJob({
  name: "test.touchy",
  data: Ids,
  policy: "standard",
  retryLimit: 2,
  handler: async ({ id }) => {
    began.push({ id, at: Date.now() });
    if (id < 100 && !isMended)
      throw new Error(
        `no shop for claire@example.com (+352 621 100 001) with key ls_live_9f8e7d6c5b4a39281706 in "${id}"`,
      );
    done.push(id);
  },
});
const deadly: Job = { ...touchy, name: "test.deadly", retryLimit: 1 };
const tomorrows: Job = { ...touchy, name: "test.tomorrow" };

const system = <T>(run: (tx: Tx) => Promise<T>) => transaction("system", run);
const send = (job: Job, data: Record<string, number | string>) => system(tx => sendJob(tx, job.name, data));
const lettersOf = async (job: Job) => (await listDeadLetters({ job: job.name, limit: 25 })).items;
const patience = { timeout: 60_000, interval: 250 };
const attempts = (id: number) => began.filter(one => one.id === id).map(({ at }) => at);
const stateOf = async (name: string) =>
  (await system(tx => tx.$queryRaw<{ state: string }[]>`SELECT state::text FROM pgboss.job WHERE name = ${name}`)).map(
    ({ state }) => state,
  );

/** Runs a job that ends its process until it is tried no more; takes half a minute, so it goes on beside the other tests. */
async function dieTwice(): Promise<(number | null)[]> {
  await send(deadly, { id: 1 });
  const deaths: (number | null)[] = [];
  const one = () =>
    new SnippetProcess(`
      const { z } = await load("node_modules/zod/index.js");
      const { work } = await load("lib/platform/jobs/work.ts");
      await work([{ name: "${deadly.name}", data: z.object({ id: z.number() }), handler: async () => process.exit(7) }]);`);
  while (deaths.length < 2) deaths.push((await one().ended).code);
  return deaths;
}

let worker: Awaited<ReturnType<typeof work>>;
let dying: ReturnType<typeof dieTwice>;
beforeAll(async () => {
  await prepareQueues(env.databaseUrl, [touchy, deadly, tomorrows]);
  await system(prepareRules);
  dying = dieTwice();
  worker = await work([touchy]);
});
afterAll(() => worker.stop());

test("bar 63: a handler that throws is tried with growing waits, then lies in the dead letters with its last words scrubbed, and the queue goes on", async () => {
  await send(touchy, { id: 1 });
  await vi.waitFor(() => expect(attempts(1)).toHaveLength(1), patience);
  await send(touchy, { id: 101 });
  await vi.waitFor(() => expect(done).toContain(101), patience);
  await vi.waitFor(async () => expect(await lettersOf(touchy)).toHaveLength(1), patience);
  const [first = 0, second = 0, third = 0, ...more] = attempts(1);
  expect(more).toEqual([]);
  expect(third - second, "each wait is longer").toBeGreaterThan((second - first) * 1.1);
  const [letter] = await lettersOf(touchy);
  expect(letter).toMatchObject({ job: touchy.name, ids: { id: 1 }, attempts: 3 });
  expect(letter?.error).toMatch(/^no shop for •••@•••/);
  const kept = await system(
    tx => tx.$queryRaw<{ text: string }[]>`SELECT output::text AS text FROM pgboss.job WHERE output IS NOT NULL`,
  );
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.filter(({ text }) => /claire|621|9f8e7d|\.ts:/.test(text))).toEqual([]);
});

test("bar 63: a row that somebody made by hand, of no shape or none at all, ends in the dead letters, shows no more than ids, and the queue goes on", async () => {
  const boss = await sender();
  await boss.send(touchy.name, { id: "seven", phoneNumber: "+352621100001", note: "call Claire" });
  await boss.send(touchy.name, null);
  await send(touchy, { id: 102 });
  await vi.waitFor(() => expect(done).toContain(102), patience);
  await vi.waitFor(async () => expect(await lettersOf(touchy)).toHaveLength(3), patience);
  const shown = JSON.stringify(await lettersOf(touchy));
  expect(shown).not.toMatch(/Claire|621100001/);
});

test("bar 63: a job that ends its process is counted before it runs, and after its tries lies in the dead letters", async () => {
  expect(await dying).toEqual([7, 7]);
  await vi.waitFor(async () => {
    await (await sender()).supervise(deadly.name);
    expect(await lettersOf(deadly)).toHaveLength(1);
  }, patience);
  expect(await lettersOf(deadly)).toMatchObject([{ attempts: 2, ids: { id: 1 }, error: "job heartbeat timeout" }]);
});

test("bar 63: there is one alert per kind of job, and the queues are counted", async () => {
  await evaluateAlerts();
  const alerts = await system(tx =>
    tx.alert.findMany({ where: { rule: "dead_letters" }, orderBy: { subject: "asc" } }),
  );
  expect(alerts).toMatchObject([
    { subject: deadly.name, detail: { jobs: 1 }, closedAt: null },
    { subject: touchy.name, detail: { jobs: 3 }, closedAt: null },
  ]);
  expect((await listQueues()).find(({ name }) => name === touchy.name)).toMatchObject({ dead: 3, waiting: 0 });
});

test("bar 63: an admin sends a dead letter again: of two at once one, it is in the record, and runs when its cause is mended", async () => {
  const { id: actorId } = await system(tx => tx.user.create({ data: { phoneNumber: "+352621000001" } }));
  const order = {
    actor: { id: actorId, roles: [{ role: "admin" }] } as SessionUser,
    input: { reason: "the shop is back" },
    caller: { address: "127.0.0.1", agent: "test" },
  };
  const letter = (await lettersOf(touchy)).find(({ ids }) => ids.id === 1) ?? expect.fail("the letter is gone");
  isMended = true;
  const both = await Promise.allSettled([redriveJob(letter.id, order), redriveJob(letter.id, order)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await vi.waitFor(() => expect(done.filter(id => id === 1)).toEqual([1]), patience);
  expect(await lettersOf(touchy)).toHaveLength(2);
  const records = await system(tx => tx.auditEntry.findMany({ where: { action: "job.redriven" } }));
  expect(records).toMatchObject([
    { actorId: String(actorId), detail: { job: touchy.name, outcome: "sent", reason: "the shop is back" } },
  ]);
});

test("bar 65: a kind of job that this version does not know is left alone, by the worker and by the poll", async () => {
  await send(tomorrows, { id: 103 });
  await pull([touchy], 2000);
  await new Promise(resolve => setTimeout(resolve, 3000));
  expect(await stateOf(tomorrows.name)).toEqual(["created"]);
});
