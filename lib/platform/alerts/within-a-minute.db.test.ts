import { afterAll, expect, test, vi } from "vitest";
import { createStaff } from "../auth/staff";
import { type Tx, transaction } from "../db";
import { listenForMail } from "../sandbox/mail-sink";
import { sandboxState } from "../sandbox/server";
import { isFull } from "../testing/full-form";
import { newStoreRun } from "../testing/store-run";
import { WorkerProcess } from "../testing/worker-process";

const state = sandboxState(0);
const sink = await listenForMail(state, { host: "127.0.0.1", port: 0 });
vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${sink.port}`);
let worker: WorkerProcess | undefined;
afterAll(async () => {
  await worker?.kill();
  await sink.close();
});

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const email = "awake@example.com";
const mails = () =>
  state.calls
    .list("smtp", "mail")
    .filter(({ detail }) => (detail.to as string[]).includes(email))
    .map(({ detail }) => String(detail.subject));

/** Seconds of the wall clock until so many mails have arrived. */
async function untilMails(count: number): Promise<number> {
  const since = performance.now();
  await vi.waitFor(() => expect(mails()).toHaveLength(count), { timeout: 60_000, interval: 100 });
  return (performance.now() - since) / 1000;
}

/** When a worker looked at the rule last: moved so that its next turn is now, or as a whole turn away as it can be. */
const lookedAgo = (seconds: number) =>
  system(
    tx => tx.$executeRaw`
      UPDATE alert_rule SET evaluated_at = now() - make_interval(secs => ${seconds}) WHERE id = 'failed_syncs'`,
  );

test("bar 76, in real time: beside a worker a wave of failed syncs is in the admin's mailbox within 60 s, once; and so is its end", async () => {
  await system(async tx => {
    await createStaff(tx, { phoneNumber: "+352621000001", role: "admin", name: "Awake", email });
    await tx.$executeRaw`UPDATE alert_rule SET enabled = id = 'failed_syncs'`;
  });
  const { onboardingId } = await newStoreRun();
  // Twenty syncs, of which one in twenty and no more may fail.
  await system(async tx => {
    await tx.$executeRaw`UPDATE onboarding_run SET status = 'complete', started_at = created_at, ended_at = now()`;
    await tx.$executeRaw`
      INSERT INTO onboarding_run (onboarding_id, number, trigger, status, created_at, started_at, ended_at)
      SELECT ${onboardingId}, n, 'sync', 'complete', now(), now(), now() FROM generate_series(2, 20) n`;
  });
  const fail = (count: number) =>
    system(
      tx => tx.$executeRaw`
        UPDATE onboarding_run SET ended_at = now(), status = (CASE WHEN number <= ${count}::int THEN 'failed' ELSE 'complete' END)::"OnboardingStatus"`,
    );
  await fail(1);
  await lookedAgo(15);
  worker = await WorkerProcess.start();
  const evaluated = async () => {
    const rule = await system(tx => tx.alertRule.findUniqueOrThrow({ where: { id: "failed_syncs" } }));
    return [Date.now() - Number(rule.evaluatedAt) < 10_000, rule.streaks];
  };
  await vi.waitFor(async () => expect(await evaluated()).toEqual([true, {}]), { timeout: 20_000, interval: 100 });
  expect(mails(), "one in twenty is no wave").toEqual([]);

  // The long form takes the longest way: somebody has looked just now.
  await fail(2);
  await lookedAgo(isFull ? 0 : 15);
  const told = await untilMails(1);
  expect(told).toBeLessThan(60);
  expect(mails()).toEqual(["Alert: Many syncs fail"]);
  process.stdout.write(`bar 76: a wave of failures was in the mailbox after ${told.toFixed(1)} s\n`);
  if (!isFull) return;

  await fail(0);
  await lookedAgo(0);
  const over = await untilMails(2);
  expect(over).toBeLessThan(60);
  expect(mails()).toEqual(["Alert: Many syncs fail", "Over: Many syncs fail"]);
  process.stdout.write(`bar 76: that it was over was there after ${over.toFixed(1)} s\n`);
}, 180_000);
