import { expect, test } from "vitest";
import { getStatus } from "@/lib/agents/queries/status";
import { findLastImport } from "@/lib/stores/queries/onboarding";
import { getProgress } from "@/lib/stores/queries/progress";
import { type Tx, transaction } from "../db";
import { summarizeMoved } from "../onboardings/service";
import { type AgentRun, newAgentRun } from "../testing/agent-run";
import { newStoreRun } from "../testing/store-run";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

/** Has a part be tried again in a while, because of this. */
async function holdUp({ onboardingId }: Pick<AgentRun, "onboardingId">, step: string, code: string): Promise<void> {
  await system(
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET state = 'retrying', attempts = 1, error_code = ${code}, error_message = 'No.', started_at = now(), next_attempt_at = now() + interval '5 minutes'
      WHERE onboarding_id = ${onboardingId} AND step = ${step}`,
  );
  await summarizeMoved();
}

const open = (name: string) =>
  system(
    tx => tx.$executeRaw`
      INSERT INTO upstream_breaker (name, failures, opened_at, probe_after, updated_at) VALUES (${name}, 8, now(), now() + interval '30 s', now())`,
  );
const close = () => system(tx => tx.$executeRaw`DELETE FROM upstream_breaker`);

test("a wizard says that reZEN has a problem once several fail because nobody answers, or its circuit is open; never of a key that is refused", async () => {
  const agents: AgentRun[] = [];
  for (let at = 0; at < 4; at++) agents.push(await newAgentRun());
  const [one, two, three, refused] = agents as [AgentRun, AgentRun, AgentRun, AgentRun];
  const told = async ({ userId }: AgentRun) => (await getStatus(userId))?.trouble;
  await holdUp(refused, "agent_data", "auth");
  await holdUp(one, "agent_data", "unreachable");
  await holdUp(two, "equity", "unreachable");
  expect(await told(one), "two may be their own").toBeNull();
  await open("letzshop");
  expect(await told(one), "somebody else's circuit").toBeNull();
  await open("rezen");
  expect([await told(one), await told(refused), await told(three)]).toEqual(["rezen", null, null]);
  await close();
  await holdUp(three, "listings", "unreachable");
  expect([await told(one), await told(two), await told(three), await told(refused)]).toEqual([
    ...["rezen", "rezen", "rezen"],
    null,
  ]);
  await system(tx => tx.$executeRaw`UPDATE onboarding_summary SET held_since = now() - interval '61 minutes'`);
  expect(await told(one), "what was an hour ago").toBeNull();
});

test("a shop hears it of Letzshop, on its page and from the API, and nothing of the servers of feeds", async () => {
  const store = await newStoreRun();
  await open("letzshop");
  await holdUp(store, "products", "unreachable");
  const told = async () => [
    (await getProgress(store.storeId, store.runId)).trouble,
    (await findLastImport(store.storeId))?.trouble,
  ];
  expect(await told()).toEqual([null, null]);
  await holdUp(store, "orders", "unreachable");
  expect(await told()).toEqual(["letzshop", "letzshop"]);
  await close();
  expect(await told()).toEqual([null, null]);
});
