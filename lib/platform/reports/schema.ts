import { z } from "zod";
import { TargetView } from "../measures/schema";
import { OnboardingKind } from "../onboardings/schema";

/** A month in an address: `2026-10`. */
const Month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);

/** What a month came to; `targets` as they stood when the report was made. Times in whole seconds. */
export const ReportFigures = z.object({
  /** How many began and came through, of each kind, and how long half of those took at most. */
  onboardings: z.array(
    z.object({ kind: OnboardingKind, begun: z.int(), completed: z.int(), medianSeconds: z.int().nullable() }),
  ),
  /** What runs and their parts failed of, the most frequent first. */
  failures: z.array(z.object({ code: z.string(), count: z.int() })),
  /** How many alerts of each rule were opened. */
  alerts: z.array(z.object({ rule: z.string(), opened: z.int() })),
  /** How often and how long somebody we call did not answer, as far as it fell into the month. */
  outages: z.array(z.object({ upstream: z.string(), count: z.int(), seconds: z.int() })),
  targets: z.array(TargetView),
});
export type ReportFigures = z.infer<typeof ReportFigures>;

/** The report of a month, from its first moment to the first of the next. */
export const MonthlyReport = z.object({
  month: Month,
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  madeAt: z.iso.datetime(),
  ...ReportFigures.shape,
});
export type MonthlyReport = z.infer<typeof MonthlyReport>;

/** Reports, the newest month first. */
export const ReportList = z.object({ items: z.array(MonthlyReport) });
export type ReportList = z.infer<typeof ReportList>;

/** How many of the newest reports are listed. */
export const ReportSearch = z.strictObject({ limit: z.coerce.number().int().min(1).max(60).default(12) });

/** Whose report an address is of. */
export const ReportParams = z.strictObject({ month: Month });
