import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, test, vi } from "vitest";
import { evaluateAlerts } from "@/lib/platform/alerts/evaluate";
import { masterKeyIds, secretPrefix } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { failure, toAppError } from "@/lib/platform/http/envelope";
import { listMessages } from "@/lib/platform/notifications/queries";
import {
  beginSync,
  type CustomerRun,
  newCustomer,
  newStaff,
  openZuora,
  partOf,
  reportOf,
  workOff,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { withConnection } from "@/lib/platform/testing/database";
import { keptOf, worldOf } from "@/lib/platform/testing/zuora-world";
import { nudgeDueCustomers } from "./jobs";
import { getCustomer } from "./queries/customers";
import { getCustomerOnboarding } from "./queries/onboarding";
import { workflowId } from "./sandbox/workflows";
import { changeCustomer } from "./service/change-customer";
import { retryCustomer } from "./service/retry-customer";
import { testClient } from "./service/test-client";

const cipher = vi.hoisted(() => ({ isBroken: false }));
vi.mock("node:crypto", async load => {
  const real = await load<typeof import("node:crypto")>();
  const createCipheriv = (...of: Parameters<typeof real.createCipheriv>) => {
    if (cipher.isBroken) throw new Error("error:0308010C:digital envelope routines::unsupported");
    return real.createCipheriv(...of);
  };
  return { ...real, createCipheriv };
});

const zuora = await openZuora({ workflows: 6, tasks: 1 });
const admin = await newStaff();
beforeEach(() => {
  zuora.mend();
  cipher.isBroken = false;
  // Nothing here is about how long a call waits between its tries.
  vi.spyOn(Math, "random").mockReturnValue(0);
});

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const asOwner = (sql: string) => withConnection(env.databaseUrl, client => client.query(sql));
await asOwner(
  "CREATE FUNCTION fail_now() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no space left on device' USING ERRCODE = '53100'; END $$",
);
/** Has the database fail at rows of a table; answers what mends it. */
async function breakAt(table: string, event: string, rows: string): Promise<() => Promise<unknown>> {
  await asOwner(
    `CREATE TRIGGER fail_now BEFORE ${event} ON ${table} FOR EACH ROW WHEN (${rows}) EXECUTE FUNCTION fail_now()`,
  );
  return () => asOwner(`DROP TRIGGER fail_now ON ${table}`);
}

const standing = ({ customerId }: CustomerRun) => getCustomerOnboarding(admin, customerId);
const noticesOf = ({ customerId }: CustomerRun) =>
  system(tx => tx.notice.findMany({ where: { customerId }, orderBy: { id: "asc" } }));
/** Seconds until the next try of a part. */
const waitOf = async (at: CustomerRun, step?: string) =>
  Math.round((Number((await partOf(at, step)).nextAttemptAt) - Date.now()) / 1000);
const isDueNow = ({ onboardingId }: CustomerRun) =>
  system(
    tx =>
      tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${onboardingId} AND state = 'retrying'`,
  );

test("002, steps 1 and 2: what the database fails at in the middle of a step is tried again by itself, and nothing that it did counts twice", async () => {
  const at = await newCustomer(admin, zuora);
  for (const [step, table, event, rows] of [
    ["customer_record", "audit_entry", "INSERT", "NEW.action = 'customer.key_used'"],
    ["credential_validation", "zuora_credential", "UPDATE", "NEW.test IS NOT NULL"],
  ] as const) {
    const mend = await breakAt(table, event, rows);
    await workOff(at);
    await mend();
    const part = await partOf(at, step);
    expect(part, step).toMatchObject({ state: "retrying", errorCode: "internal", attempts: 1, result: null });
    expect(part.errorMessage).not.toMatch(/space|device/);
    await isDueNow(at);
  }
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({ status: "complete", steps: [{ attempts: 2 }, { attempts: 2 }, {}] });
  expect((await noticesOf(at)).map(({ kind }) => kind)).toEqual(["customer_aboard"]);
});

test("002, step 1: where a secret cannot be encrypted no customer is made and none is changed; whoever asked hears that it is ours, and not what it was", async () => {
  const at = await newCustomer(admin, zuora);
  await workToEnd(at);
  const { customerId } = at;
  const read = () =>
    system(async tx => [
      await tx.customer.findMany({ orderBy: { id: "asc" } }),
      await tx.zuoraCredential.findMany({ orderBy: { id: "asc" } }),
      await tx.onboardingRun.count(),
      await tx.auditEntry.count(),
    ]);
  const before = await read();
  cipher.isBroken = true;
  const input = { name: "Other", contactEmail: "other@example.com", zuoraClientSecret: "another_secret" };
  const change = () => changeCustomer({ customerId, input }, admin, "192.0.2.1");
  for (const act of [() => newCustomer(admin, zuora), change]) {
    const refused = toAppError(await act().catch((thrown: unknown) => thrown), "test");
    expect(refused.status).toBe(503);
    const answer = failure(refused, "test", { code: String, field: String });
    expect(answer).toMatchObject({ success: false, message: "notEncrypted", error: { code: "unavailable" } });
    expect(JSON.stringify(answer)).not.toMatch(/envelope routines|another_secret/);
  }
  cipher.isBroken = false;
  expect(await read(), "nothing half-written").toEqual(before);
  expect(await change()).toEqual({ jobId: expect.any(Number) });
  await workToEnd(at);
});

test("002, steps 1 to 3: a step whose master key is not here waits without a try, the admins are told once, and it goes on by itself when the key is", async () => {
  const at = await newCustomer(admin, zuora);
  const { customerId } = at;
  const keyIs = (from: string, to: string) =>
    system(
      tx => tx.$executeRaw`
        UPDATE zuora_credential SET client_secret = replace(client_secret, ${from}, ${to}) WHERE customer_id = ${customerId}`,
    );
  const [here] = masterKeyIds().map(secretPrefix);
  const evaluate = async () => {
    await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = NULL`);
    await evaluateAlerts({});
  };
  await keyIs(String(here), "g1.elsewhere.");
  for (let turn = 0; turn < 3; turn++) {
    await workOff(at);
    expect(await partOf(at, "customer_record")).toMatchObject({
      ...{ state: "retrying", errorCode: "unavailable", attempts: 0 },
    });
    expect(await waitOf(at, "customer_record")).toBeGreaterThan(50);
    await isDueNow(at);
    await evaluate();
  }
  await expect(testClient({ customerId, input: {} }, admin)).rejects.toMatchObject({ code: "unavailable" });
  await evaluate();
  expect(await getCustomer(admin, customerId), "the secret is good").toMatchObject({ keyProblem: null });
  const mails = (await listMessages({ to: admin.email })).filter(({ subject }) => subject?.startsWith("Alert:"));
  expect(mails.map(({ subject }) => subject)).toEqual(["Alert: A stored secret cannot be opened"]);
  expect(mails[0]?.body).toContain("of zuora_credential");
  await keyIs("g1.elsewhere.", String(here));
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({ status: "complete", steps: [{ attempts: 1 }, {}, {}] });
});

test("002, step 3: where the database goes on to fail a sync waits ever longer, fails, and is told; what was read stays, and a retry reads the rest", async () => {
  const at = await newCustomer(admin, zuora, { configuration: { pageSize: 2 } });
  const mend = await breakAt("workflow", "INSERT", `NEW.zuora_id = '${workflowId(3)}'`);
  const waits: number[] = [];
  for (; (await partOf(at)).state !== "failed"; await isDueNow(at)) {
    await workOff(at);
    if ((await partOf(at)).state === "retrying") waits.push(await waitOf(at));
  }
  expect(waits).toEqual([5, 15, 45, 135]);
  expect(await standing(at)).toMatchObject({
    status: "failed",
    steps: [{ state: "done" }, { state: "done" }, { state: "failed", error: { code: "internal" } }],
  });
  const told = await noticesOf(at);
  expect(told).toMatchObject([{ kind: "customer_run_failed", userId: admin.id }]);
  expect(JSON.stringify([told, await standing(at)])).not.toMatch(/space left|device/);
  expect(Object.keys(await keptOf(at)), "the page before it").toHaveLength(2);
  expect(await getCustomer(admin, at.customerId), "nothing of this is the credentials' fault").toMatchObject({
    ...{ keyProblem: null, syncStatus: "failed" },
  });
  await mend();
  await retryCustomer({ customerId: at.customerId, input: { all: false } }, admin);
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({ status: "complete" });
  expect(await reportOf(at)).toMatchObject({ workflows: { total: 6 }, errors: [] });
  expect(await keptOf(at)).toEqual(await worldOf(zuora));
});

test("002, step 3: a sync whose Zuora is not reached backs off, waits without a try while the circuit is open, says why, and goes on by itself once it closes", async () => {
  const at = await newCustomer(admin, zuora);
  await workToEnd(at);
  await beginSync(at);
  zuora.fail("workflows", "503");
  const seen: unknown[] = [];
  for (let turn = 0; turn < 4; turn++) {
    await workOff(at);
    const { state, attempts, errorCode } = await partOf(at);
    seen.push(`${state} ${errorCode} ${attempts}`);
    if (turn < 3) await isDueNow(at);
  }
  const asked = zuora.count("workflows");
  // Three calls each, of which the eighth opens the circuit; then nobody is asked, and that is no try.
  expect(seen).toEqual([
    ...["retrying unreachable 1", "retrying unreachable 2", "retrying unreachable 2", "retrying unreachable 2"],
  ]);
  expect(await waitOf(at), "until the circuit is tried").toBeGreaterThan(25);
  expect((await standing(at)).steps[2]?.error?.message).toBe("Zuora cannot be reached right now.");
  expect(await getCustomer(admin, at.customerId)).toMatchObject({ status: "complete", keyProblem: null });
  expect(await system(nudgeDueCustomers), "it waits for its time").toBe(0);
  zuora.mend();
  await system(tx => tx.$executeRaw`UPDATE upstream_breaker SET probe_after = now() WHERE opened_at IS NOT NULL`);
  await isDueNow(at);
  expect(await system(nudgeDueCustomers), "its job comes").toBe(1);
  // What this process believes of it is half a second old at most.
  await sleep(600);
  await workOff(at);
  expect(zuora.count("workflows")).toBe(asked + 1);
  expect(await partOf(at)).toMatchObject({ state: "done", errorCode: null });
  expect((await standing(at)).status).toBe("complete");
});
