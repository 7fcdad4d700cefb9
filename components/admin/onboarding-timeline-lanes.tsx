"use client";

import { CircleCheck, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Time } from "@/components/ui/time";
import type { Bar, Lane } from "./onboarding-timeline-bars";

const looks: Record<Bar["kind"], { bar: string; icon: LucideIcon; text: string }> = {
  // Lower too, for those who do not tell the colours apart.
  failed: { bar: "top-1.5 h-2 bg-danger", icon: CircleX, text: "text-danger" },
  done: { bar: "top-0.5 h-4 bg-success", icon: CircleCheck, text: "text-success" },
  running: { bar: "top-0.5 h-4 hatched", icon: LoaderCircle, text: "text-accent-ink" },
};
const kinds = ["done", "failed", "running"] as const;

type TimelineLanesProps = {
  lanes: readonly Lane[];
  span: { from: number; to: number };
  /** Its ends are days, else times of one. */
  isOfDays?: boolean;
};

/** Bars on an axis of time; only drawn, since a table tells the same. */
export function TimelineLanes({ lanes, span: { from, to }, isOfDays = false }: TimelineLanesProps) {
  const t = useTranslations("onboarding.one");
  const share = (time: number) => ((time - from) / (to - from)) * 100;
  const middle = new Date((from + to) / 2).toISOString();
  const ends = [new Date(from).toISOString(), middle, new Date(to).toISOString()];
  const shown = kinds.filter(kind => lanes.some(({ bars }) => bars.some(bar => bar.kind === kind)));
  return (
    <div aria-hidden className="grid gap-2">
      <div className="grid gap-1">
        {lanes.map(({ id, name, bars }) => (
          <div key={id} className="grid grid-cols-[minmax(5rem,8.5rem)_1fr] items-center gap-3">
            <span className="truncate text-sm">{name}</span>
            <span className="relative h-5 overflow-hidden rounded-sm bg-sunken">
              {bars.map(bar => (
                <span
                  key={`${bar.began}${bar.kind}`}
                  className={classNames("absolute min-w-1 rounded-sm", looks[bar.kind].bar)}
                  style={{
                    left: `min(${share(Date.parse(bar.began))}%, calc(100% - 4px))`,
                    width: `${share(Date.parse(bar.ended)) - share(Date.parse(bar.began))}%`,
                  }}
                />
              ))}
            </span>
          </div>
        ))}
        <div className="grid grid-cols-[minmax(5rem,8.5rem)_1fr] gap-3">
          <span />
          <span className="flex flex-wrap justify-between gap-x-3 text-sm text-ink-muted">
            {ends.map((end, index) => (
              <Time
                key={end}
                value={end}
                precision={isOfDays ? "minute" : "clock"}
                className={index === 1 ? "max-sm:hidden" : undefined}
              />
            ))}
          </span>
        </div>
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {shown.map(kind => {
          const { icon: Icon, text } = looks[kind];
          return (
            <li key={kind} className="inline-flex items-center gap-1.5">
              <Icon className={classNames("size-4", text)} />
              {t(`legend.${kind}`)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
