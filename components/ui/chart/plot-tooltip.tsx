import type { TooltipContentProps } from "recharts";
import type { Series } from "./series";

type PlotTooltipProps = Partial<Pick<TooltipContentProps, "active" | "label" | "payload">> & {
  series: readonly Series[];
  tell: (value: number) => string;
};

/** What stands under the pointer: the place on the axis, and each series' number. */
export function PlotTooltip({ active, label, payload, series, tell }: PlotTooltipProps) {
  if (!active || !payload?.length) return null;
  return (
    <div className="grid gap-1 rounded-md border border-line-strong bg-surface p-3 text-sm">
      <p className="font-medium">{label}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5">
        {series.map(one => (
          <div key={one.id} className="contents">
            <dt className="text-ink-muted">{one.label}</dt>
            <dd className="text-right tabular-nums">
              {tell(Number(payload.find(({ dataKey }) => dataKey === one.id)?.value ?? 0))}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
