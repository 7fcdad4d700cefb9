import { afterAll, afterEach, expect, test, vi } from "vitest";
import { type Tx, transaction } from "../db";
import type { Fault } from "../sandbox/faults";
import { listenForMail } from "../sandbox/mail-sink";
import { sandboxState } from "../sandbox/server";
import { passTime } from "../testing/pass-time";
import { SnippetProcess } from "../testing/snippet-process";
import { WorkerProcess } from "../testing/worker-process";
import { enqueueMessage } from "./outbox";

const state = sandboxState(0);
const mail = await listenForMail(state, { host: "127.0.0.1", port: 0 });
vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${mail.port}`);

const workers: WorkerProcess[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map(worker => worker.kill()));
  state.faults.clear();
});
afterAll(() => mail.close());

async function employ(): Promise<WorkerProcess> {
  const worker = await WorkerProcess.start();
  workers.push(worker);
  return worker;
}

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const patience = { timeout: 60_000, interval: 100 };
const settled = 3_000;
let serial = 0;
const newRecipient = () => `owner${++serial}@example.com`;
const told = (recipient: string) => ({ channel: "email", recipient, subject: "Ready", text: "It is ready." }) as const;
const arrivals = (recipient: string) =>
  state.calls.list("smtp", "mail").filter(({ detail }) => (detail.to as string[]).includes(recipient));
const messageIds = (recipient: string) => arrivals(recipient).map(({ detail }) => detail.messageId);
const rows = (recipient: string) => system(tx => tx.outboxMessage.findMany({ where: { recipient } }));
const jobsOf = (recipient: string) =>
  system(
    tx => tx.$queryRaw<unknown[]>`
      SELECT FROM pgboss.job j JOIN outbox_message m ON m.id = j.data->>'id' WHERE m.recipient = ${recipient}`,
  );
const isSent = (recipient: string) =>
  vi.waitFor(async () => expect(await rows(recipient)).toMatchObject([{ state: "sent" }]), patience);
/** Nobody else touches a message that is being sent for a minute of the product's clock. */
const passAMinute = () => passTime(70);
const spoil = (fault: Fault) => state.faults.add({ upstream: "smtp", fault, times: 1, after: 0 });
const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** A process that enqueues a message and does something before its transaction ends. */
const enqueueAnd = (recipient: string, then: string) =>
  new SnippetProcess(`
    const { transaction } = await load("lib/platform/db.ts");
    const { enqueueMessage } = await load("lib/platform/notifications/outbox.ts");
    await transaction("system", async tx => {
      await enqueueMessage(tx, ${JSON.stringify(told(recipient))});
      ${then}
    });
    process.exit(0);`).ended;

test("bar 68: killed before the commit there is neither message nor job, and nothing arrives", async () => {
  const [lost, kept] = [newRecipient(), newRecipient()];
  expect(await enqueueAnd(lost, "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});")).toMatchObject({
    signal: "SIGKILL",
  });
  expect(await enqueueAnd(kept, ""), "the same without being killed").toMatchObject({ code: 0 });
  await employ();
  await isSent(kept);
  expect([await rows(lost), arrivals(lost)]).toEqual([[], []]);
  const orphans = await system(
    tx => tx.$queryRaw<unknown[]>`
      SELECT FROM pgboss.job j WHERE name = 'notifications.deliver' AND NOT EXISTS (SELECT FROM outbox_message m WHERE m.id = j.data->>'id')`,
  );
  expect(orphans).toEqual([]);
});

test("bar 68: killed after the commit and before it is sent, the message is there, and the next worker sends it once", async () => {
  const recipient = newRecipient();
  await enqueueAnd(recipient, "setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300).ref();");
  expect(await rows(recipient)).toMatchObject([{ state: "pending", attempts: 0 }]);
  expect(arrivals(recipient)).toEqual([]);
  await employ();
  await isSent(recipient);
  await wait(settled);
  expect(arrivals(recipient)).toHaveLength(1);
});

test("bar 68: killed after the provider took it and before that was written down, there is at most one duplicate, with the same message id", async () => {
  const recipient = newRecipient();
  const first = await employ();
  spoil("slow");
  await system(tx => enqueueMessage(tx, told(recipient)));
  await vi.waitFor(() => expect(arrivals(recipient)).toHaveLength(1), patience);
  await first.kill();
  await employ();
  await passAMinute();
  await isSent(recipient);
  await wait(settled);
  const [one, other, ...more] = messageIds(recipient);
  expect(one).toMatch(/^<msg_/);
  expect([other, more]).toEqual([one, []]);
});

test("bar 68: rolled back after it was enqueued, there is neither message nor job, and nothing arrives", async () => {
  const [undone, kept] = [newRecipient(), newRecipient()];
  const failing = system(async tx => {
    await enqueueMessage(tx, told(undone));
    throw new Error("the change was not possible");
  });
  await expect(failing).rejects.toThrow("not possible");
  await system(tx => enqueueMessage(tx, told(kept)));
  await employ();
  await isSent(kept);
  await wait(settled);
  expect([await rows(undone), await jobsOf(undone), arrivals(undone)]).toEqual([[], [], []]);
});

test("bar 68: what is told once per job is told once, of twenty who tell it at once and of who tells it later", async () => {
  const recipient = newRecipient();
  const dedupeKey = "ONBOARDING_COMPLETE:17";
  await employ();
  const tell = () => system(tx => enqueueMessage(tx, { ...told(recipient), dedupeKey }));
  await Promise.all(Array.from({ length: 20 }, tell));
  await isSent(recipient);
  await tell();
  await wait(settled);
  expect(await rows(recipient)).toHaveLength(1);
  expect(arrivals(recipient)).toHaveLength(1);
});
