"use client";

import { useFormatter, useNow } from "next-intl";
import { classNames } from "./class-names";
import { useViewerZone } from "./viewer-zone";

type TimeProps = {
  /** ISO 8601 instant. */
  value: string;
  /** "minute" for lists, "second" for "last update", "day" for dates, "short" for a time of this day. */
  precision?: "day" | "minute" | "second" | "clock" | "short";
  /** Adds "3 minutes ago" in small text. */
  relative?: boolean;
  /** In a table on a screen of medium width there is room for "3 minutes ago" only; the instant is in the title. */
  compact?: boolean;
  className?: string;
};

const formats = {
  day: { dateStyle: "medium" },
  minute: { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" },
  second: { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" },
  clock: { timeStyle: "medium", hourCycle: "h23" },
  short: { timeStyle: "short", hourCycle: "h23" },
} as const;

/** An instant in the viewer's zone, in UTC on hover. */
export function Time({ value, precision = "minute", relative = false, compact = false, className }: TimeProps) {
  const format = useFormatter();
  const timeZone = useViewerZone();
  const instant = new Date(value);
  const utc = `${instant.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  return (
    <time dateTime={value} title={utc} className={classNames("tabular-nums", className)}>
      <span className={compact ? "sm:max-lg:hidden" : undefined}>
        {format.dateTime(instant, { ...formats[precision], timeZone })}
      </span>
      {relative ? <Ago instant={instant} /> : null}
    </time>
  );
}

function Ago({ instant }: { instant: Date }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  // The server drew it a moment earlier; a second's difference is no fault.
  return (
    <span suppressHydrationWarning className="block text-sm text-ink-muted">
      {format.relativeTime(instant, now)}
    </span>
  );
}
