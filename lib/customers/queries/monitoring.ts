import { z } from "zod";
import { findArrival } from "@/lib/platform/alerts/service/test-alert";
import { type Tx, transaction } from "@/lib/platform/db";
import { type Reader, requireStaff } from "../policy";
import type { MonitoringView, TestArrival, Thresholds } from "../view/monitoring";
import { customerRuleKinds, readChecks, readRules } from "./monitoring-checks";
import { requireCustomer } from "./require-customer";
import { listSyncs } from "./sync-reports";

/** What the step keeps of its test alert, so that whoever takes over waits for the same messages. */
export const KeptTest = z.object({ topic: z.string(), sentAt: z.iso.datetime() });
export type KeptTest = z.infer<typeof KeptTest>;

/** After how many failed syncs people are warned of a pause. */
export const warnAfter = (pauseAfterFailures: number): number => Math.ceil(pauseAfterFailures / 2);

/** When people are alerted of a customer, and its planned syncs pause. */
export async function readThresholds(tx: Tx, id: number): Promise<Thresholds> {
  const select = {
    syncEveryMinutes: true,
    alertAfterFailures: true,
    alertAfterMinutes: true,
    pauseAfterFailures: true,
  };
  const customer = await tx.customer.findUniqueOrThrow({ where: { id }, select });
  return { ...customer, warnAfterFailures: warnAfter(customer.pauseAfterFailures) };
}

/** How far the messages of a test have come, without their numbers in the outbox. */
export const readArrivals = async (tx: Tx, topic: string): Promise<TestArrival[]> =>
  (await findArrival(tx, topic)).map(({ channel, state, seconds, error }) => ({ channel, state, seconds, error }));

async function readTest(tx: Tx, customerId: number): Promise<MonitoringView["testAlert"]> {
  const where = { onboarding: { customerId }, step: "monitoring" };
  const step = await tx.onboardingStep.findFirst({ where, select: { cursor: true } });
  const kept = KeptTest.safeParse(step?.cursor).data;
  return kept ? { sentAt: kept.sentAt, messages: await readArrivals(tx, kept.topic) } : null;
}

type AlertRow = { id: number; kind: string; openedAt: Date; isAcknowledged: boolean };

const readAlerts = (tx: Tx, customerId: number) => tx.$queryRaw<AlertRow[]>`
  SELECT id, split_part(rule, '-', 1) AS kind, opened_at AS "openedAt", acknowledged_at IS NOT NULL AS "isAcknowledged" FROM alert
  WHERE closed_at IS NULL AND split_part(rule, '-', 1) = ANY(${[...customerRuleKinds]}) AND split_part(subject, '.', 1) = ${String(customerId)}
  ORDER BY id DESC LIMIT 25`;

/** How a customer is watched and how it is doing at this moment, for the staff. Throws `not_found`, also for who is no staff. */
export async function getMonitoring(reader: Reader, customerId: number): Promise<MonitoringView> {
  requireStaff(reader);
  const found = await transaction("system", async tx => {
    await requireCustomer(tx, customerId);
    const { syncPausedAt } = await tx.customer.findUniqueOrThrow({
      where: { id: customerId },
      select: { syncPausedAt: true },
    });
    return {
      checks: await readChecks(tx, customerId),
      thresholds: await readThresholds(tx, customerId),
      rules: (await readRules(tx)).rules,
      alerts: (await readAlerts(tx, customerId)).map(({ openedAt, ...alert }) => ({
        ...alert,
        openedAt: openedAt.toISOString(),
      })),
      testAlert: await readTest(tx, customerId),
      pausedAt: syncPausedAt?.toISOString() ?? null,
    };
  });
  return { ...found, syncs: await listSyncs(reader, customerId) };
}
