"use client";

import { useFormatter, useNow } from "next-intl";
import { classNames } from "./class-names";
import { useUtc, useViewerZone } from "./viewer-zone";

type TimeProps = {
  /** ISO 8601 instant. */
  value: string;
  /** "minute" for lists, "second" for "last update", "day" for dates, "short" for a time of this day. */
  precision?: "day" | "minute" | "second" | "clock" | "short";
  /** Adds "3 minutes ago" in small text. */
  relative?: boolean;
  /** In a table: "22 Nov, 14:05" on one line, without the time where it is of another year; on a screen of medium width, where `relative` stands below, only that. The instant is in the title. */
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
const ofThisYear = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** An instant in the viewer's zone, or in UTC if that is what they chose; in UTC on hover. */
export function Time({ value, precision = "minute", relative = false, compact = false, className }: TimeProps) {
  const format = useFormatter();
  const viewerZone = useViewerZone();
  const isUtc = useUtc();
  const instant = new Date(value);
  const isThisYear = useNow().getUTCFullYear() === instant.getUTCFullYear();
  const shown = compact ? (isThisYear ? ofThisYear : formats.day) : formats[precision];
  const utc = `${instant.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  return (
    <time dateTime={value} title={utc} className={classNames("tabular-nums", className)}>
      <span className={classNames(compact && "whitespace-nowrap", compact && relative && "sm:max-lg:hidden")}>
        {format.dateTime(instant, { ...shown, timeZone: isUtc ? "UTC" : viewerZone })}
        {isUtc && shown !== formats.day ? " UTC" : null}
      </span>
      {relative ? <Ago instant={instant} compact={compact} /> : null}
    </time>
  );
}

function Ago({ instant, compact }: { instant: Date; compact: boolean }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  // The server drew it a moment earlier; a second's difference is no fault.
  return (
    <span
      suppressHydrationWarning
      className={classNames("block text-sm text-ink-muted", compact && "whitespace-nowrap")}
    >
      {format.relativeTime(instant, now)}
    </span>
  );
}
