import { beforeEach, expect, test } from "vitest";
import { getStatus } from "@/lib/stores/queries/onboarding";
import { getProgress } from "@/lib/stores/queries/progress";
import { storeOnboarding } from "@/lib/stores/steps";
import { transaction } from "../db";
import { findPart, newStoreRun, type StoreRun } from "../testing/store-run";
import { run } from "./run";
import type { WorkedFlow } from "./step";

/** The flow of one version of the product: these parts, each of which only notes that it ran. */
function version(...parts: string[]): { flow: WorkedFlow; ran: string[]; ends: number[] } {
  const [ran, ends]: [string[], number[]] = [[], []];
  const declared = parts.map(id => ({ id, title: id, run: async () => ({ ran: ran.push(id) }) }));
  const steps = [{ id: "order_sync", title: "Import", parts: declared }];
  const onRunEnd = async (_: unknown, { runId }: { runId: number }) => void ends.push(runId);
  return { flow: { ...storeOnboarding, steps, onRunEnd }, ran, ends };
}

let at: StoreRun;
const work = ({ flow }: ReturnType<typeof version>) =>
  run(flow, at.onboardingId, { signal: new AbortController().signal, holdsJob: true });
const runRow = () => transaction("system", tx => tx.onboardingRun.findUniqueOrThrow({ where: { id: at.runId } }));
const returns = () =>
  transaction("system", tx => tx.onboardingStep.findFirst({ where: { step: "returns", ...own() } }));
const own = () => ({ onboardingId: at.onboardingId });
/** A minute and a second ago all this happened. */
const passAMinute = () =>
  transaction("system", async tx => {
    await tx.$executeRaw`UPDATE onboarding_step SET heartbeat_at = heartbeat_at - interval '61 s' WHERE onboarding_id = ${at.onboardingId}`;
    await tx.$executeRaw`UPDATE onboarding_run SET created_at = created_at - interval '61 s' WHERE id = ${at.runId}`;
  });

beforeEach(async () => {
  at = await newStoreRun();
  await transaction("system", tx =>
    tx.onboardingStep.create({ data: { ...own(), step: "returns", parent: "order_sync", position: 6 } }),
  );
});

test("bar 65: an old worker leaves a part that it does not know to the new one, which ends the run", async () => {
  const [old, fresh] = [version("orders", "products"), version("orders", "products", "returns")];
  await work(old);
  await work(old);
  expect([old.ran, old.ends]).toEqual([["orders", "products"], []]);
  expect(await returns()).toMatchObject({ state: "pending", attempts: 0 });
  await work(fresh);
  expect([fresh.ran, fresh.ends]).toEqual([["returns"], [at.runId]]);
  expect(await runRow()).toMatchObject({ status: "complete" });
});

test("bar 65: nor does it touch that part while the new one is at it, however long that takes", async () => {
  const old = version("orders", "products");
  await work(old);
  await passAMinute();
  await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET state = 'running', heartbeat_at = now() WHERE onboarding_id = ${at.onboardingId} AND step = 'returns'`,
  );
  await work(old);
  expect(await returns()).toMatchObject({ state: "running", fence: 0 });
  expect((await runRow()).endedAt).toBeNull();
});

test("bar 65, A33: a stored part that no version knows any more is shown by its id and skipped after a minute, and the run ends", async () => {
  const [old, later] = [version("orders", "products"), version("orders", "products", "returns")];
  await work(old);
  const before = await getProgress(at.storeId, at.runId);
  expect(before.parts.at(-1)).toMatchObject({ id: "returns", title: "returns", state: "pending" });
  expect(before.endedAt).toBeNull();
  await passAMinute();
  await work(old);
  expect(old.ends).toEqual([at.runId]);
  expect(await returns()).toMatchObject({ state: "skipped", skipReason: expect.stringMatching(/does not know/) });
  const { status, percent, parts } = await getProgress(at.storeId, at.runId);
  expect({ status, percent, last: parts.at(-1)?.state }).toEqual({
    status: "completed",
    percent: 100,
    last: "skipped",
  });
  await work(later);
  expect(later.ran, "the run is over").toEqual([]);
});

test("bar 65: an onboarding that was stored before the code knew a part ends without it", async () => {
  const fresh = version("orders", "products", "returns", "refunds");
  await work(fresh);
  expect([fresh.ran, fresh.ends]).toEqual([["orders", "products", "returns"], [at.runId]]);
  expect(await findPart(at, "products")).toMatchObject({ state: "done" });
});

test("A33: a person's step that only a newer version knows is not told of, and what is known still is", async () => {
  const add = (step: string, state: "done" | "pending") =>
    transaction("system", tx =>
      tx.onboardingStep.create({
        data: { ...own(), step, state, position: 0, endedAt: state === "done" ? new Date() : null },
      }),
    );
  const before = await getStatus(at.storeId);
  await add("loyalty_card", "pending");
  expect(await getStatus(at.storeId), "also when it is the open one").toEqual(before);
  expect(before).toMatchObject({ currentStep: "merchant_profile", currentStepNumber: 1, totalSteps: 4 });
});
