import { z } from "zod";
import { pages } from "./pages";

/** What a browser tells of a page that it has shown: which page, and after how many milliseconds its main content stood there (LCP). */
export const VitalReport = z.strictObject({
  page: z.enum(pages),
  metric: z.enum(["LCP"]),
  value: z.number().min(0).max(86_400_000),
});
export type VitalReport = z.infer<typeof VitalReport>;

/** What becomes of a browser's word: it counts, or this address has told enough in this hour. */
export const VitalTaken = z.object({ counts: z.boolean() });

/** What sources/002 asks of us, by name. */
export const TargetId = z.enum([
  "set_up_time",
  "validation_success",
  "sync_success",
  "access_time",
  "monitoring_time",
  "api_time",
  "query_time",
  "sync_time",
  "page_time",
  "alert_time",
  "sign_of_life",
]);
export type TargetId = z.infer<typeof TargetId>;

/** How a target stands; `few`: there are too few samples to say. */
export const TargetState = z.enum(["met", "missed", "few"]);
export type TargetState = z.infer<typeof TargetState>;

/** A target and what was measured of it. `figure` is in its unit; `slowest` of what took the longest; `median` where a figure is of the slowest few. */
export const TargetView = z.object({
  id: TargetId,
  group: z.enum(["quality", "performance"]),
  unit: z.enum(["seconds", "percent"]),
  /** A time must be below it, a share above. */
  limit: z.number(),
  figure: z.number().nullable(),
  median: z.number().nullable(),
  slowest: z.object({ name: z.string(), seconds: z.number() }).nullable(),
  samples: z.int(),
  atLeast: z.int(),
  windowMinutes: z.int(),
  state: TargetState,
});
export type TargetView = z.infer<typeof TargetView>;

/** One set-up that came through: whose kind, when, and how long it took from its beginning. */
export const SetUpView = z.object({
  onboardingId: z.int(),
  kind: z.string(),
  endedAt: z.iso.datetime(),
  seconds: z.number(),
});
export type SetUpView = z.infer<typeof SetUpView>;

/** Where the audit trail stood: its newest entry and that one's hash, which stands for all before it. */
export const AuditHead = z.object({ entryId: z.int(), hash: z.string() });
export type AuditHead = z.infer<typeof AuditHead>;

/** All targets, the last twenty set-ups, and where the audit trail stood when they were measured. */
export const TargetsView = z.object({
  measuredAt: z.iso.datetime(),
  targets: z.array(TargetView),
  setUps: z.array(SetUpView),
  auditHead: AuditHead.nullable(),
});
export type TargetsView = z.infer<typeof TargetsView>;
