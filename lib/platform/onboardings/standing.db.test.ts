import { expect, test } from "vitest";
import { listCohorts } from "../cohorts/queries";
import { type Tx, transaction } from "../db";
import { listOnboardings } from "./queries";
import { OnboardingSearch } from "./schema";
import { summarizeMoved } from "./service";

const admin = { roles: [{ role: "admin" as const, storeId: null }] };
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const list = (given: Record<string, unknown> = {}) => listOnboardings(admin, OnboardingSearch.parse(given));
const statuses = async () => (await list()).items.map(({ subject, status }) => `${subject} ${status}`).sort();

/** A customer that is aboard, with one run and one part. */
const addCustomer = async (name: string) =>
  system(async tx => {
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      WITH customer AS (INSERT INTO customer (name, zuora_tenant_id, created_at, updated_at) VALUES (${name}, ${name.slice(0, 60)}, now(), now()) RETURNING id)
      INSERT INTO onboarding (kind, status, customer_id, started_at, ended_at) SELECT 'customer', 'complete', id, now() - interval '2 days', now() - interval '1 day' FROM customer RETURNING id`;
    const id = made?.id ?? 0;
    await tx.$executeRaw`INSERT INTO onboarding_step (onboarding_id, step, parent, position, state, ended_at) VALUES (${id}, 'sync', NULL, 0, 'done', now()), (${id}, 'part', 'sync', 1, 'done', now())`;
    await tx.$executeRaw`INSERT INTO onboarding_run (onboarding_id, number, trigger, status, ended_at) VALUES (${id}, 1, 'start', 'complete', now())`;
    return id;
  });
const fail = (id: number, state: "retrying" | "failed" | "running", code: string | null = "unreachable") =>
  system(async tx => {
    const tries = JSON.stringify([{ code: "unreachable", message: "Nobody answered.", began: null, ended: null }]);
    await tx.$executeRaw`UPDATE onboarding_step SET state = ${state}::"StepState", error_code = ${code}, error_message = CASE WHEN ${code}::text IS NOT NULL THEN 'Nobody answered.' END,
      attempts = 1, tries = ${tries}::jsonb, next_attempt_at = CASE WHEN ${state} = 'retrying' THEN now() + interval '1 minute' END,
      ended_at = CASE WHEN ${state} = 'failed' THEN now() END, heartbeat_at = now() WHERE onboarding_id = ${id} AND step = 'part'`;
  });
const begin = (id: number) =>
  system(
    tx =>
      tx.$executeRaw`INSERT INTO onboarding_run (onboarding_id, number, trigger, status) VALUES (${id}, 2, 'schedule', 'running')`,
  );
const end = (id: number, status: string) =>
  system(
    tx => tx.$executeRaw`UPDATE onboarding_run SET status = ${status}::"OnboardingStatus", ended_at = CASE WHEN ${status} <> 'waiting' THEN now() END
      WHERE onboarding_id = ${id} AND number = 2`,
  );

test("who is aboard stands as their newest run does: it runs, is tried again, waits, has failed, and is through again", async () => {
  const id = await addCustomer("Anna");
  await summarizeMoved();
  expect(await statuses()).toEqual(["Anna complete"]);
  await begin(id);
  await summarizeMoved();
  expect(await statuses()).toEqual(["Anna running"]);
  await fail(id, "retrying");
  await summarizeMoved();
  expect(await statuses()).toEqual(["Anna retrying"]);

  // A try that goes on is held up by what the last one failed of: its cohort does not come and go with each try.
  const [before] = (await listCohorts(5)).items;
  await fail(id, "running", null);
  await system(tx => tx.$executeRaw`UPDATE customer SET name = 'Anna B' WHERE name = 'Anna'`);
  await summarizeMoved();
  const [after] = (await listCohorts(5)).items;
  expect(after).toMatchObject({ print: before?.print, retrying: 1, failed: 0, since: before?.since });

  await fail(id, "failed");
  await end(id, "failed");
  await summarizeMoved();
  expect(await statuses()).toEqual(["Anna B failed"]);
  expect((await list({ status: "failed" })).items).toHaveLength(1);
  await end(id, "waiting");
  await summarizeMoved();
  expect(await statuses()).toEqual(["Anna B waiting"]);
  await system(
    tx =>
      tx.$executeRaw`UPDATE onboarding_step SET state = 'done', ended_at = now(), next_attempt_at = NULL, error_code = NULL, error_message = NULL WHERE onboarding_id = ${id}`,
  );
  await end(id, "complete");
  await summarizeMoved();
  expect(await statuses()).toEqual(["Anna B complete"]);
  expect((await listCohorts(5)).items).toEqual([]);
});

test("a name longer than an index takes, or anything else about one onboarding, holds up none of the others", async () => {
  const long = Array.from({ length: 2000 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000))).join("");
  await addCustomer(long);
  await addCustomer("Ben");
  await summarizeMoved();
  expect((await list({ q: "ben" })).items).toHaveLength(1);
  expect((await list({ q: long.slice(0, 30) })).items).toHaveLength(1);
  expect((await list()).items.every(({ subject }) => subject.length <= 255)).toBe(true);
});

test("whatever is looked for is an answer, never an error", async () => {
  for (const q of ["+", "+(", "+ -", "㌖".repeat(100), "'".repeat(100), "a".repeat(100), "\\", "0", "::"])
    expect(Array.isArray((await list({ q })).items), q).toBe(true);
});
