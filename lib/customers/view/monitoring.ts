import { z } from "zod";
import { SyncItem } from "./sync-report";

/** What is looked at of a customer, in the order of the page. */
export const checkNames = ["credentials", "sync", "exports", "rate_limit", "access", "manager", "alerts"] as const;

/** One check: how it stands at this moment, why (a word of ours), and the figures that its sentence names. */
export const HealthCheck = z.object({
  name: z.enum(checkNames),
  state: z.enum(["ok", "warning", "problem"]),
  reason: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Since when, or as of when, where that is known. */
  at: z.iso.datetime().nullable(),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

/** When people are alerted, and planned syncs pause. */
export const Thresholds = z.object({
  syncEveryMinutes: z.int(),
  alertAfterFailures: z.int(),
  alertAfterMinutes: z.int(),
  warnAfterFailures: z.int(),
  pauseAfterFailures: z.int(),
});
export type Thresholds = z.infer<typeof Thresholds>;

/** A rule that tells of this customer, by which channels, and when it was looked at last. */
export const CustomerRule = z.object({
  kind: z.string(),
  enabled: z.boolean(),
  channels: z.array(z.string()),
  evaluatedAt: z.iso.datetime().nullable(),
});
export type CustomerRule = z.infer<typeof CustomerRule>;

/** One message of a test alert, and how long it took to arrive. */
export const TestArrival = z.object({
  channel: z.enum(["email", "sms", "slack"]),
  state: z.enum(["pending", "arrived", "failed"]),
  seconds: z.number().nullable(),
  error: z.string().nullable(),
});
export type TestArrival = z.infer<typeof TestArrival>;

/** Figures of the first sync, and the run that they are of. */
export const FirstFigures = z.object({
  jobId: z.int(),
  durationMs: z.int(),
  workflows: z.int(),
  calls: z.int(),
});
export type FirstFigures = z.infer<typeof FirstFigures>;

/** What the step `monitoring` keeps (sources/002, step 5: its outputs). */
export const MonitoringOutputs = z.object({
  checks: z.array(HealthCheck),
  metrics: FirstFigures,
  thresholds: Thresholds,
  rules: z.array(CustomerRule),
  dashboard: z.string(),
  testAlert: z.object({ sentAt: z.iso.datetime(), messages: z.array(TestArrival) }),
  warnings: z.array(z.string()),
});
export type MonitoringOutputs = z.infer<typeof MonitoringOutputs>;

/** A customer's alert that goes on. */
export const OpenAlert = z.object({
  id: z.int(),
  kind: z.string(),
  openedAt: z.iso.datetime(),
  isAcknowledged: z.boolean(),
});

/** How a customer is watched, and how it is doing at this moment. */
export const MonitoringView = z.object({
  checks: z.array(HealthCheck),
  thresholds: Thresholds,
  rules: z.array(CustomerRule),
  alerts: z.array(OpenAlert),
  testAlert: MonitoringOutputs.shape.testAlert.nullable(),
  syncs: z.array(SyncItem),
  pausedAt: z.iso.datetime().nullable(),
});
export type MonitoringView = z.infer<typeof MonitoringView>;
