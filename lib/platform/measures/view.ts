import type { TargetId, TargetState, TargetView } from "./schema";

const [hour, day] = [60, 24 * 60];
const month = 30 * day;

type Target = Pick<TargetView, "group" | "unit" | "limit" | "atLeast" | "windowMinutes">;

const quality = { group: "quality", windowMinutes: month } as const;
const performance = { group: "performance", unit: "seconds" } as const;
const times = { ...quality, unit: "seconds", atLeast: 3 } as const;
const shares = { ...quality, unit: "percent", atLeast: 5 } as const;

/** The quality metrics and performance targets of sources/002, and the dead-man switch: what must be reached, over which time, and how many samples say anything. */
export const targets: Record<TargetId, Target> = {
  set_up_time: { ...times, limit: 600 },
  validation_success: { ...shares, limit: 95 },
  sync_success: { ...shares, limit: 90 },
  access_time: { ...times, limit: 300 },
  monitoring_time: { ...times, limit: 180 },
  api_time: { ...performance, limit: 2, atLeast: 20, windowMinutes: hour },
  query_time: { ...performance, limit: 0.5, atLeast: 20, windowMinutes: hour },
  sync_time: { ...performance, limit: 300, atLeast: 3, windowMinutes: month },
  page_time: { ...performance, limit: 3, atLeast: 20, windowMinutes: day },
  alert_time: { ...performance, limit: 60, atLeast: 1, windowMinutes: day },
  sign_of_life: { ...performance, limit: 360, atLeast: 1, windowMinutes: day },
};

/** What was measured of one target. */
export type Figure = { value: number | null; samples: number; median?: number | null; slowest?: TargetView["slowest"] };

/** Nothing was measured. */
export const noFigure: Figure = { value: null, samples: 0 };

function stateOf({ unit, limit, atLeast }: Target, { value, samples }: Figure): TargetState {
  if (value === null || samples < atLeast) return "few";
  return (unit === "percent" ? value > limit : value < limit) ? "met" : "missed";
}

// As exact as it was measured.
const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 1000);

/** A target with what was measured of it. */
export function toTargetView(id: TargetId, figure: Figure): TargetView {
  const target = targets[id];
  const { value, samples, median = null, slowest = null } = figure;
  return {
    ...{ id, ...target, figure: rounded(value), median: rounded(median), samples, state: stateOf(target, figure) },
    slowest: slowest && { ...slowest, seconds: rounded(slowest.seconds) ?? 0 },
  };
}
