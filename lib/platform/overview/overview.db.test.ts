import { beforeAll, expect, test } from "vitest";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { withConnection } from "../testing/database";
import { addManyOnboardings } from "../testing/many-onboardings";
import { countStored, getOverview } from "./queries";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

beforeAll(async () => {
  await addManyOnboardings(2400);
  await withConnection(env.databaseUrl, client => client.query("VACUUM (ANALYZE) onboarding_summary"));
});

test("each kind's numbers are those of its onboardings, and a number is told as far as it is counted", async () => {
  const { kinds } = await getOverview();
  const [exact] = await system(
    tx => tx.$queryRaw<{ failed: number; partial: number; complete: number }[]>`
      SELECT (count(*) FILTER (WHERE kind = 'customer' AND status = 'failed'))::int AS failed,
        (count(*) FILTER (WHERE kind = 'agent' AND status = 'partial'))::int AS partial,
        (count(*) FILTER (WHERE kind = 'customer' AND status = 'complete'))::int AS complete FROM onboarding`,
  );
  const of = (kind: string) => kinds.find(one => one.kind === kind)?.counts;
  expect(exact?.complete, "more than are counted").toBeGreaterThan(1000);
  expect(of("customer")).toMatchObject({ failed: exact?.failed, complete: 1001, stalled: 0 });
  expect(of("agent")).toMatchObject({ partial: exact?.partial });
  expect(of("store")).toEqual({ running: 0, waiting: 0, retrying: 0, stalled: 0, partial: 0, failed: 0, complete: 0 });
});

test("they are counted along an index, so that they cost no more when there are more", async () => {
  const plan = await system(tx => tx.$queryRaw<{ "QUERY PLAN": string }[]>`EXPLAIN ${countStored}`);
  const reads = plan.map(row => row["QUERY PLAN"]).filter(line => line.includes("onboarding_summary"));
  expect(reads.length).toBeGreaterThan(0);
  for (const line of reads)
    expect(line).toContain("Index Only Scan using onboarding_summary_kind_state_onboarding_id_idx");
});

test("a run without a sign of life, an alert nobody has seen, a job given up and a circuit that is open are told until they are mended", async () => {
  const troubles = async () => {
    const { kinds, ...rest } = await getOverview();
    return { ...rest, stalled: kinds.find(({ kind }) => kind === "customer")?.counts.stalled };
  };
  expect(await troubles()).toEqual({ openAlerts: 0, deadLetters: 0, openCircuits: [], stalled: 0 });
  await system(async tx => {
    await tx.$executeRaw`INSERT INTO onboarding_run (onboarding_id, number, trigger, status, created_at)
      SELECT id, 1, 'test', 'running', now() - interval '1 hour' FROM onboarding WHERE kind = 'customer' AND status = 'running' LIMIT 2`;
    await tx.$executeRaw`UPDATE onboarding_step SET heartbeat_at = now() - interval '10 minutes', next_attempt_at = NULL, ended_at = NULL, state = 'pending'
      WHERE onboarding_id IN (SELECT onboarding_id FROM onboarding_run) AND parent IS NOT NULL`;
    await tx.$executeRaw`INSERT INTO alert (rule, subject, detail, opened_at, last_at) VALUES
      ('open_circuits', 'rezen', '{}', now(), now()), ('open_circuits', 'zuora', '{}', now() - interval '1 hour', now())`;
    await tx.$executeRaw`UPDATE alert SET acknowledged_at = now(), acknowledged_by_id = (SELECT max(id) FROM "user") WHERE subject = 'zuora'`;
    await tx.$executeRaw`INSERT INTO upstream_breaker (name, failures, opened_at, probe_after, updated_at) VALUES ('rezen', 5, now(), now(), now()), ('slack', 1, NULL, NULL, now())`;
  });
  expect(await troubles()).toEqual({ openAlerts: 1, deadLetters: 0, openCircuits: ["rezen"], stalled: 2 });
});
