import { expect, test } from "vitest";
import { decrypt } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { validate } from "@/lib/platform/http/validate";
import { listMessages } from "@/lib/platform/notifications/queries";
import {
  clientOf,
  goodSecret,
  newCustomer,
  newStaff,
  openSandboxZuora,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { withConnection } from "@/lib/platform/testing/database";
import { dumpTables, findTraces } from "@/lib/platform/testing/traces";
import { getCustomer, listCustomers } from "./queries/customers";
import { listDataCentres } from "./queries/data-centres";
import { getCustomerOnboarding } from "./queries/onboarding";
import { listSyncs } from "./queries/sync-reports";
import { SyncOrder } from "./schema/customer";
import { createCustomer } from "./service/create-customer";
import { CustomerChangeHere, NewCustomerHere } from "./service/known-address";
import { testClient, testNewClient } from "./service/test-client";

const zuora = await openSandboxZuora();
const [admin, operator] = [await newStaff(), await newStaff("operator")];
const agent = { id: admin.id, roles: [{ role: "agent" }] };
const asOwner = (sql: string) => withConnection(env.databaseUrl, client => client.query(sql));
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const forbidden = { code: "forbidden" };
const notThere = { code: "not_found" };

const typed = () => ({
  ...{ name: "Acme", contactEmail: "Ops@Acme.example" },
  ...{ zuoraBaseUrl: zuora.url, zuoraClientId: clientOf(1), zuoraClientSecret: goodSecret },
});
const auditsOf = async (id: number) =>
  (
    await system(tx =>
      tx.auditEntry.findMany({ where: { subjectKind: "customer", subjectId: String(id) }, orderBy: { id: "asc" } }),
    )
  ).map(({ action }) => action);

test("002, step 1: a customer comes aboard with what each step brought, its maker and its contact are told once, and its secret is nowhere", async () => {
  const at = await newCustomer(admin, zuora, { name: "Acme" });
  const { customerId } = at;
  await workToEnd(at);
  const view = await getCustomer(admin, customerId);
  expect(view).toMatchObject({
    ...{ name: "Acme", zuoraClientSecret: "••••cret", zuoraTenantId: "10001", keyProblem: null, status: "complete" },
    ...{ done: 5, total: 5, version: 0, notificationPreferences: { email: true, inApp: true, slack: false } },
    configuration: { syncEveryMinutes: 60, pageSize: 50, withExports: true },
  });
  expect(listDataCentres().find(({ url }) => url === zuora.url)?.name).toBe(view.zuoraDataCentre);
  const onboarding = await getCustomerOnboarding(operator, customerId);
  expect(onboarding).toMatchObject({ status: "complete", currentStep: null, percent: 100, jobId: at.jobId });
  expect(onboarding.steps.map(({ id, state, done, total }) => [id, state, done === total])).toEqual([
    ["customer_record", "done", true],
    ["credential_validation", "done", true],
    ["workflow_sync", "done", true],
    ["user_access", "done", true],
    ["monitoring", "done", true],
  ]);
  const [record, proof] = onboarding.steps.map(({ outputs }) => outputs);
  expect(record).toMatchObject({ customerId, syncStatus: "pending", credentials: { isEncrypted: true } });
  expect(proof).toMatchObject({ auth: { tenantId: "10001" }, permissions: [{ isGranted: true }, { isGranted: true }] });
  expect(await listSyncs(admin, customerId)).toMatchObject([{ jobId: at.jobId, trigger: "created", error: null }]);

  expect((await auditsOf(customerId)).slice(0, 3)).toEqual([
    "customer.created",
    "customer.run_started",
    "customer.key_used",
  ]);
  const notices = await system(tx => tx.notice.findMany({ where: { customerId } }));
  expect(notices).toMatchObject([
    { userId: admin.id, kind: "customer_aboard", href: `/admin/customers/${customerId}` },
  ]);
  const mails = await listMessages({ to: view.contactEmail ?? "" });
  expect(mails.map(({ subject }) => subject)).toEqual(["Welcome aboard, Acme"]);

  const kept = await system(tx => tx.zuoraCredential.findUniqueOrThrow({ where: { customerId } }));
  const context = { table: "zuora_credential", column: "client_secret" };
  expect(decrypt(kept.clientSecret, { ...context, row: kept.id })).toBe(goodSecret);
  expect(() => decrypt(kept.clientSecret, { ...context, row: kept.id + 1 })).toThrow();
  const tested = [await testClient({ customerId, input: {} }, admin), await testNewClient(typed(), admin)];
  expect(JSON.stringify([view, onboarding, tested, await listCustomers(admin, {}), mails[0]])).not.toContain(
    goodSecret,
  );
  expect(findTraces(await dumpTables(), new RegExp(goodSecret))).toEqual([]);
});

test("002, step 1: what stops it in the middle leaves no row, and who may not make one makes none", async () => {
  const count = () =>
    system(async tx => [await tx.customer.count(), await tx.zuoraCredential.count(), await tx.onboarding.count()]);
  const before = await count();
  for (const [table, rule] of [
    ["zuora_credential", "client_secret = ''"],
    ["onboarding_run", "false"],
    ["audit_entry", "action <> 'customer.run_started'"],
  ]) {
    await asOwner(`ALTER TABLE ${table} ADD CONSTRAINT not_now CHECK (${rule}) NOT VALID`);
    await expect(createCustomer(typed(), admin, "192.0.2.1"), table).rejects.toThrow("not_now");
    await asOwner(`ALTER TABLE ${table} DROP CONSTRAINT not_now`);
  }
  await expect(createCustomer(typed(), operator, "192.0.2.1")).rejects.toMatchObject(forbidden);
  await expect(createCustomer(typed(), agent, "192.0.2.1")).rejects.toMatchObject(notThere);
  await expect(testNewClient(typed(), operator)).rejects.toMatchObject(forbidden);
  const foreign = { ...typed(), zuoraBaseUrl: "https://rest.zuora.com.evil.example" };
  const refused = { code: "invalid_input", errors: [{ field: "zuoraBaseUrl", code: "wrong_address" }] };
  await expect(createCustomer(foreign, admin, "192.0.2.1")).rejects.toMatchObject(refused);
  await expect(testNewClient(foreign, admin)).rejects.toMatchObject(refused);
  expect(await count()).toEqual(before);
});

test("contract 2: all faults of a customer are told at once, each with its field", () => {
  const faultsOf = (schema: Parameters<typeof validate>[0], value: object) => {
    try {
      return validate(schema, value);
    } catch (thrown) {
      return (thrown as { errors: { field: string; code: string }[] }).errors.map(one => `${one.field} ${one.code}`);
    }
  };
  const wrong = { zuoraBaseUrl: "https://evil.example", zuoraClientId: "7" };
  expect(faultsOf(NewCustomerHere, { name: " ", contactEmail: "no", ...wrong, zuoraClientSecret: "a b" })).toEqual([
    "name required",
    "contactEmail invalid_format",
    "zuoraBaseUrl wrong_address",
    "zuoraClientId invalid_format",
    "zuoraClientSecret invalid_format",
  ]);
  const senseless = { syncEveryMinutes: 1440, alertAfterMinutes: 60, alertAfterFailures: 20 };
  expect(faultsOf(NewCustomerHere, { ...typed(), name: undefined, configuration: senseless })).toEqual([
    ...["name required", "configuration.alertAfterMinutes threshold", "configuration.pauseAfterFailures threshold"],
  ]);
  expect(faultsOf(SyncOrder, { workflowId: 3_000_000_000 })).toEqual(["workflowId too_big"]);
  const odd = { syncEveryMinutes: 1, pageSize: 51, alertAfterFailures: 0 };
  expect(faultsOf(CustomerChangeHere, { ...wrong, zuoraClientSecret: "", configuration: odd })).toHaveLength(5);
});

test("operators read addresses masked, nobody else reads anything, and lists go on where they ended", async () => {
  const made = [];
  for (const name of ["Zebra 1", "Zebra 2", "zebra_3"])
    made.push(await newCustomer(admin, zuora, { name, configuration: { syncEveryMinutes: 1440 } }));
  const first = await listCustomers(operator, { q: "ZEBRA", limit: 2 });
  expect(first.items.map(({ name, contactEmail }) => [name, contactEmail])).toEqual([
    ["zebra_3", "c•••@•••"],
    ["Zebra 2", "c•••@•••"],
  ]);
  const second = await listCustomers(admin, { q: "zebra", limit: 2, cursor: first.nextCursor ?? "" });
  expect([second.items.map(({ name }) => name), second.nextCursor]).toEqual([["Zebra 1"], null]);
  const named = async (q: string) => (await listCustomers(admin, { q })).items.map(({ name }) => name);
  expect([await named("a_3"), await named("a_1")], "no pattern of theirs").toEqual([["zebra_3"], []]);
  const [{ customerId = 0 } = {}] = made;
  const { configuration } = await getCustomer(admin, customerId);
  expect(configuration.alertAfterMinutes, "who is synced every day is not missed after three hours").toBe(2880);
  await expect(getCustomer(agent, customerId)).rejects.toMatchObject(notThere);
  await expect(listCustomers(agent, {})).rejects.toMatchObject(notThere);
  for (const read of [getCustomer, getCustomerOnboarding, listSyncs])
    await expect(read(admin, 999_999)).rejects.toMatchObject(notThere);
});
