import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { storeOnboarding } from "@/lib/stores/steps";
import { transaction } from "../db";
import { env } from "../env";
import { run } from "../flow/run";
import { outbound } from "../outbound/outbound";
import { findPart, newStoreRun } from "../testing/store-run";
import { defineJob, type Job } from "./define-job";
import { prepareQueues } from "./prepare";
import { listDeadLetters } from "./queries";
import { sendJob } from "./queue";
import { pull, work } from "./work";

const patience = { timeout: 45_000, interval: 50 };
const done: number[] = [];
const never = () => new Promise<never>(() => undefined);
/** When somebody called, and when they hung up; there is never an answer. */
const calls: { at: number; leftAt?: number }[] = [];
const silent = createServer(request => {
  const call: (typeof calls)[number] = { at: Date.now() };
  calls.push(call);
  request.socket.on("close", () => {
    call.leftAt = Date.now();
  });
});
const silentUrl = () => `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;

// One place each: whoever keeps it holds up all others.
const oneByOne = { data: z.object({ id: z.number() }), concurrency: 1, retryLimit: 0, deadlineSeconds: 2 };
const calling: Job = defineJob({
  ...oneByOne,
  name: "test.calling",
  handler: async ({ id }, { signal }) => {
    if (id === 1) await outbound({ upstream: "feeds", url: silentUrl(), privateOrigins: [silentUrl()], signal });
    done.push(id);
  },
});
const deaf: Job = defineJob({
  ...oneByOne,
  name: "test.deaf",
  handler: async ({ id }) => {
    if (id % 2 === 1) await never();
    done.push(id);
  },
});
const polled: Job = { ...deaf, name: "test.polled" };

const send = (job: Job, id: number) => transaction("system", tx => sendJob(tx, job.name, { id }, { key: String(id) }));
const lastWords = async (job: Job) => (await listDeadLetters({ job: job.name, limit: 5 })).items.map(one => one.error);

let worker: Awaited<ReturnType<typeof work>>;
beforeAll(async () => {
  await new Promise<void>(resolve => silent.listen(0, "127.0.0.1", resolve));
  await prepareQueues(env.databaseUrl, [calling, deaf, polled]);
  worker = await work([calling, deaf]);
});
afterAll(async () => {
  silent.closeAllConnections();
  silent.close();
  await worker.stop();
});

test.concurrent("bar 64: a part that hears nothing is left behind: it beats no longer, counts as tried, and somebody may take it", async () => {
  const at = await newStoreRun();
  const stopping = new AbortController();
  const deafPart = () => {
    stopping.abort(new Error("the time is over"));
    return never();
  };
  const parts = [{ id: "orders", title: "Orders", run: deafPart }];
  const hanging = { ...storeOnboarding, steps: [{ id: "order_sync", title: "Import", parts }] };
  const working = run(hanging, at.onboardingId, { signal: stopping.signal, holdsJob: true });
  await expect(working).rejects.toThrow("the time is over");
  const left = await findPart(at, "orders");
  expect(left).toMatchObject({ state: "retrying", attempts: 1, errorCode: "timeout" });
  await new Promise(resolve => setTimeout(resolve, 2000));
  expect((await findPart(at, "orders")).heartbeatAt, "no sign of life any more").toEqual(left.heartbeatAt);
});

test.concurrent("bar 64: of a job that calls somebody who never answers the deadline ends the call itself, and its place is free", async () => {
  await send(calling, 1);
  await vi.waitFor(() => expect(calls).toHaveLength(1), patience);
  await send(calling, 102);
  await vi.waitFor(() => expect(done).toContain(102), patience);
  const [call] = calls;
  expect(calls, "and nobody calls again").toHaveLength(1);
  expect((call?.leftAt ?? Infinity) - (call?.at ?? 0), "the server sees the caller go").toBeLessThan(6000);
  await vi.waitFor(async () => expect(await lastWords(calling)).toHaveLength(1), patience);
});

test.concurrent("bar 64: a job that does not hear its signal is left behind, by the worker and by the poll, and the next one runs", async () => {
  await send(deaf, 1);
  await send(deaf, 202);
  await send(polled, 3);
  await send(polled, 304);
  const since = Date.now();
  const pulled = await pull([polled], 60_000);
  expect(pulled).toMatchObject({ claimed: 2, completed: 1, failed: 1 });
  expect(Date.now() - since).toBeLessThan(20_000);
  await vi.waitFor(() => expect(done).toEqual(expect.arrayContaining([202, 304])), patience);
  await vi.waitFor(
    async () => expect([...(await lastWords(deaf)), ...(await lastWords(polled))]).toHaveLength(2),
    patience,
  );
});
