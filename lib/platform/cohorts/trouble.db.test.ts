import { expect, test } from "vitest";
import { getStatus } from "@/lib/agents/queries/status";
import { circuitOfZuora } from "@/lib/customers/client/zuora-access";
import { getCustomerOnboarding } from "@/lib/customers/queries/onboarding";
import { findZuoraTrouble, readZuoraParts } from "@/lib/customers/queries/trouble";
import { customerOnboarding } from "@/lib/customers/steps";
import { findLastImport } from "@/lib/stores/queries/onboarding";
import { getProgress } from "@/lib/stores/queries/progress";
import { encrypt } from "../crypto";
import { type Tx, transaction } from "../db";
import { createOnboarding } from "../flow/onboarding";
import { startRun } from "../flow/start-run";
import { summarizeMoved } from "../onboardings/service";
import { type AgentRun, newAgentRun } from "../testing/agent-run";
import { newStoreRun } from "../testing/store-run";

const sealed = encrypt("secret", { table: "zuora_credential", column: "client_secret", row: 1 });
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

test("a customer hears it of the data centre where its tenant is, and its own people too", async () => {
  const at = async (baseUrl: string, name: string) => {
    const told = { name, zuoraTenantId: name, createdAt: new Date(), updatedAt: new Date() };
    const customer = await system(async tx => {
      const { id: customerId } = await tx.customer.create({ data: told, select: { id: true } });
      const client = { customerId, baseUrl, clientId: "client", clientSecret: sealed, lastFour: "aled" };
      await tx.zuoraCredential.create({ data: { ...client, savedAt: new Date() } });
      const onboardingId = await createOnboarding(tx, customerOnboarding, customerId);
      await startRun(tx, { onboardingId, trigger: "manual" });
      return { customerId, onboardingId };
    });
    await holdUp(customer, "workflow_sync", "unreachable");
    return customer;
  };
  const [here, there] = ["https://rest.zuora.com", "https://rest.eu.zuora.com"];
  const [one, two, other] = [await at(here, "1"), await at(here, "2"), await at(there, "3")];
  const told = async ({ customerId }: { customerId: number }) => {
    const parts = await transaction({ customer: customerId }, tx => readZuoraParts(tx, customerId));
    const { trouble } = await getCustomerOnboarding({ roles: [{ role: "admin" }] }, customerId);
    expect(await findZuoraTrouble(customerId, parts), "the same for its own people").toBe(trouble);
    return trouble;
  };
  expect([await told(one), await told(two), await told(other)], "three, of whom one is elsewhere").toEqual([
    ...[null, null, null],
  ]);
  await open(circuitOfZuora(there));
  expect([await told(one), await told(other)]).toEqual([null, "zuora"]);
  await close();
  await at(here, "4");
  expect([await told(one), await told(two), await told(other)]).toEqual(["zuora", "zuora", null]);
});
