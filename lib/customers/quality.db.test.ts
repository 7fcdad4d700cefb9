import { expect, test } from "vitest";
import { getTargets } from "@/lib/kinds";
import { transaction } from "@/lib/platform/db";
import type { TargetId } from "@/lib/platform/measures/schema";
import { newCustomer, newStaff, openSandboxZuora, workToEnd } from "@/lib/platform/testing/customer-run";
import { findSlowness } from "./queries/slow-syncs";

test("002: what customers' set-ups came to is held against its targets: times, proofs and first syncs", async () => {
  const zuora = await openSandboxZuora();
  const admin = await newStaff();
  const made = await Promise.all([1, 1, 1].map(tenant => newCustomer(admin, zuora, { tenant })));
  for (const one of made) await workToEnd(one);
  const read = async () => {
    const { targets, setUps } = await getTargets();
    return { of: (id: TargetId) => targets.find(one => one.id === id), setUps };
  };
  const begun = await read();
  for (const id of ["set_up_time", "access_time", "sync_time"] as const)
    expect(begun.of(id), id).toMatchObject({ state: "met", samples: 3 });
  expect(begun.of("set_up_time")?.figure).toBeLessThan(60);
  for (const id of ["validation_success", "sync_success"] as const)
    expect(begun.of(id), id).toMatchObject({ state: "few", samples: 3, figure: 100 });
  expect(begun.setUps.map(({ kind }) => kind)).toEqual(["customer", "customer", "customer"]);

  const { onboardingId, customerId, jobId } = made[2] ?? expect.fail("nobody is aboard");
  await transaction("system", async tx => {
    await tx.$executeRaw`UPDATE onboarding SET started_at = ended_at - interval '11 minutes' WHERE id = ${onboardingId}`;
    await tx.$executeRaw`UPDATE onboarding_step SET started_at = ended_at - interval '6 minutes' WHERE onboarding_id = ${onboardingId} AND step = 'user_access'`;
    await tx.$executeRaw`
      UPDATE onboarding_run SET parts = (SELECT jsonb_agg(CASE WHEN p ->> 'step' = 'workflow_sync' THEN jsonb_set(p, '{result,durationMs}', '301000') ELSE p END)
        FROM jsonb_array_elements(parts) p) WHERE id = ${jobId}`;
    for (let at = 0; at < 2; at++)
      await tx.$executeRaw`
        SELECT append_audit(now(), 'customer.key_refused', 'system', NULL, 'customer', ${String(customerId)}, '{"jobId": 1}'::jsonb, NULL, NULL, '', '')`;
  });
  const { of } = await read();
  expect(of("set_up_time")).toMatchObject({
    state: "missed",
    figure: 660,
    slowest: { name: `customer ${customerId}` },
  });
  expect(of("access_time")).toMatchObject({ state: "missed", figure: 360 });
  expect(of("sync_time")).toMatchObject({ state: "missed", figure: 301 });
  expect(of("validation_success")).toMatchObject({ state: "missed", figure: 60, samples: 5 });
  const slow = () => transaction("system", tx => findSlowness(tx, { minutes: 15, atLeast: 10_000 }));
  expect(await slow()).toMatchObject([{ subject: "workflows", detail: { milliseconds: 301_000, samples: 1 } }]);
  await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE onboarding_run SET parts = (SELECT jsonb_agg(p || '{"startedAt": "2020-01-01T00:00:00Z"}') FROM jsonb_array_elements(parts) p) WHERE id = ${jobId}`,
  );
  expect(await slow(), "what an earlier run did is not this one's").toEqual([]);
});
