import { beforeEach, expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { type AgentRun, newAgentRun, partsBy, workOff, workToEnd } from "@/lib/platform/testing/agent-run";
import { newStoreRun, type StoreRun, workOff as workOffStore } from "@/lib/platform/testing/store-run";
import { openTestRezen } from "@/lib/platform/testing/test-rezen";
import { openTestShop, wireShipment } from "@/lib/platform/testing/test-shop";
import { fillRezen } from "@/lib/platform/testing/wire-rezen";
import { syncStepIds } from "./schema/sync";
import { runSync } from "./service/run-sync";

const rezen = await openTestRezen();
const shop = await openTestShop();
vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", `${rezen.url} ${shop.url}`);

// A hanging call is given up after ten seconds: whoever waits for it is later by that.
const lateMs = 8000;

beforeEach(() => fillRezen(rezen));

const statusOf = async ({ runId }: { runId: number }) =>
  (await transaction("system", tx => tx.onboardingRun.findUniqueOrThrow({ where: { id: runId } }))).status;
const countUses = async ({ userId }: AgentRun) =>
  transaction("system", tx =>
    tx.auditEntry.count({ where: { action: "agent.key_used", subjectKind: "agent", subjectId: String(userId) } }),
  );

/** How long syncs and an import take that run at once, in milliseconds. */
async function timeOf(syncs: readonly AgentRun[], store: StoreRun): Promise<number> {
  const since = performance.now();
  await Promise.all([...syncs.map(one => workToEnd(one)), workOffStore(store)]);
  return performance.now() - since;
}

test("bars 64, 88: while reZEN hangs for some agents, the syncs of others and a store's import go on to their end", async () => {
  const stuck = [await newAgentRun({ apiKey: "stuck-1" }), await newAgentRun({ apiKey: "stuck-2" })];
  const others = [await newAgentRun(), await newAgentRun()];
  shop.shipments.unconfirmed = [wireShipment("a", [1, 2]), wireShipment("b", [3])];
  const importing = await newStoreRun();
  const usualMs = await timeOf([await newAgentRun(), await newAgentRun()], await newStoreRun());
  const askedBefore = rezen.asked.length;
  rezen.beforeAnswer = ({ key }) => (key.startsWith("stuck") ? new Promise(() => undefined) : undefined);
  const stopping = new AbortController();
  const hanging = stuck.map(({ onboardingId }) => runSync(onboardingId, { signal: stopping.signal, holdsJob: true }));
  const ended = Promise.allSettled(hanging);
  await vi.waitUntil(() => rezen.asked.length === askedBefore + 2, { timeout: 30_000, interval: 10 });
  const tookMs = await timeOf(others, importing);
  process.stdout.write(
    `bar 88: two syncs and an import took ${Math.round(tookMs)} ms beside two that hang, ${Math.round(usualMs)} alone\n`,
  );
  expect(tookMs - usualMs).toBeLessThan(lateMs);
  for (const one of others) expect(await statusOf(one)).toBe("complete");
  const [store] = await transaction("system", tx =>
    tx.onboardingStep.findMany({ where: { onboardingId: importing.onboardingId, step: "orders" } }),
  );
  expect(store).toMatchObject({ state: "done", done: 2 });
  for (const one of stuck) expect((await partsBy(one)).agent_data).toMatchObject({ state: "running", attempts: 1 });
  stopping.abort();
  await ended;
});

// The last one: it opens the circuit.
test("bars 88, 89: while all of reZEN is down syncs wait for it and use up nothing, and go on by themselves when it is back", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  const all = [await newAgentRun(), await newAgentRun()];
  rezen.beforeAnswer = () => ({ status: 503 });
  for (const one of all) await workOff(one);
  expect(rezen.asked.length, "eight outages, and then nobody is asked").toBe(8);
  const due = (one: AgentRun) =>
    transaction(
      "system",
      tx => tx.$executeRaw`
    UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${one.onboardingId} AND state = 'retrying'`,
    );
  for (let round = 0; round < 5; round++)
    for (const one of all) {
      await due(one);
      await workOff(one);
    }
  expect(rezen.asked.length).toBe(8);
  for (const one of all) {
    const parts = await partsBy(one);
    for (const id of syncStepIds) {
      expect(parts[id], id).toMatchObject({ state: "retrying", errorMessage: "reZEN cannot be reached right now." });
      expect(parts[id]?.attempts ?? 9, id).toBeLessThanOrEqual(1);
    }
    expect(await statusOf(one)).toBe("running");
  }
  expect(await countUses(all[1] as AgentRun), "nor is a key opened").toBe(0);
  rezen.beforeAnswer = () => undefined;
  await transaction("system", tx => tx.$executeRaw`UPDATE upstream_breaker SET probe_after = now()`);
  const goOn = async (one: AgentRun) => {
    await due(one);
    await workOff(one);
    return (await statusOf(one)) === "complete";
  };
  for (const one of all) await vi.waitUntil(() => goOn(one), { timeout: 30_000, interval: 50 });
});
