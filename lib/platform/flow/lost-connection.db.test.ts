import { expect, test } from "vitest";
import { storeOnboarding } from "@/lib/stores/steps";
import { transaction } from "../db";
import { env } from "../env";
import { withConnection } from "../testing/database";
import { newStoreRun } from "../testing/store-run";
import { claimIn } from "./claim";
import { run } from "./run";
import type { WorkedFlow } from "./step";

const part = { id: "orders", title: "orders", run: async () => ({ orders: 1 }) };
const flow: WorkedFlow = {
  ...storeOnboarding,
  job: "test.lost",
  steps: [{ id: "order_sync", title: "Import", parts: [part] }],
};

/** Ends the part on a connection that is lost before the end is written, and lets `next` happen in between. */
async function endOnLostConnection(next: (at: { onboardingId: number; runId: number }) => Promise<unknown>) {
  const at = await newStoreRun();
  await transaction("system", tx =>
    tx.onboardingStep.deleteMany({ where: { onboardingId: at.onboardingId, step: "products" } }),
  );
  const onRunEnd: WorkedFlow["onRunEnd"] = async tx => {
    const [own] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    await withConnection(env.databaseUrl, owner => owner.query("SELECT pg_terminate_backend($1, 5000)", [own?.pid]));
    await next(at);
  };
  const running = run({ ...flow, onRunEnd }, at.onboardingId, { signal: new AbortController().signal, holdsJob: true });
  return { at, running };
}

const stepOf = ({ onboardingId }: { onboardingId: number }) =>
  transaction("system", tx =>
    tx.onboardingStep.findFirstOrThrow({
      where: { onboardingId, step: "orders" },
      select: { state: true, attempts: true },
    }),
  );

test("bar 61: a worker whose connection is lost while another takes its step over leaves quietly: the job they share is the other's", async () => {
  const { at, running } = await endOnLostConnection(ids =>
    transaction("system", async tx => {
      await tx.$executeRaw`UPDATE onboarding_step SET heartbeat_at = now() - interval '6 s' WHERE onboarding_id = ${ids.onboardingId} AND step = 'orders'`;
      expect(await claimIn(tx, { ...ids, step: "orders", holdsJob: true })).toMatchObject({ attempts: 2 });
    }),
  );
  await expect(running).resolves.toBeUndefined();
  expect(await stepOf(at)).toEqual({ state: "running", attempts: 2 });
});

test("a worker whose connection is lost while the step is its own fails its job, which comes again", async () => {
  const { at, running } = await endOnLostConnection(async () => undefined);
  await expect(running).rejects.toThrow(/[Cc]onnection|terminat|closed/);
  expect(await stepOf(at)).toEqual({ state: "running", attempts: 1 });
});
