"use client";

import { useFormatter } from "next-intl";
import { useId } from "react";
import { Area, Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { PlotTooltip } from "./plot-tooltip";
import type { Point, Series, Unit } from "./series";

type PlotProps = { series: readonly Series[]; points: readonly Point[]; unit: Unit };

// The figure round it has a name and a table: inside there is nothing to go to by keyboard, and nothing moves.
const still = { isAnimationActive: false } as const;
const words = { fill: "var(--ink-muted)", fontSize: 12 } as const;

/** Draws series over one axis: bars and areas on each other, lines above them. */
export function Plot({ series, points, unit }: PlotProps) {
  const format = useFormatter();
  const hatch = `hatch-${useId().replaceAll(/\W/g, "")}`;
  const money = unit.kind === "money" ? ({ style: "currency", currency: unit.currency } as const) : {};
  const short = (value: number) => format.number(value, { ...money, notation: "compact", maximumFractionDigits: 1 });
  const rows = points.map(({ label, values }) => ({ label, ...values }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 320, height: 256 }}>
      <ComposedChart data={rows} accessibilityLayer={false} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--surface)" />
            <rect width="2" height="6" fill="var(--accent)" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tick={words} tickLine={false} minTickGap={16} stroke="var(--line-strong)" />
        <YAxis
          width={unit.kind === "money" ? 68 : 48}
          tick={words}
          tickLine={false}
          axisLine={false}
          tickFormatter={short}
        />
        <Tooltip
          {...still}
          cursor={{ fill: "var(--sunken)", stroke: "var(--line-strong)" }}
          content={<PlotTooltip series={series} tell={value => format.number(value, money)} />}
        />
        {series.map(one => toMark(one, `url(#${hatch})`))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

// The library looks for its own elements among the children, so these are made in place and not by a component.
function toMark({ id, mark, look }: Series, hatched: string) {
  const fill = look === "solid" ? "var(--accent)" : hatched;
  const drawn = { key: id, dataKey: id, stroke: "var(--accent)", ...still };
  if (mark === "bar") return <Bar {...drawn} key={id} stackId="bars" fill={fill} strokeWidth={1} maxBarSize={48} />;
  if (mark === "area")
    return <Area {...drawn} key={id} type="stepAfter" stackId="areas" fill={fill} fillOpacity={1} strokeWidth={1.5} />;
  return <Line {...drawn} key={id} type="stepAfter" stroke="var(--ink)" strokeWidth={2} dot={false} />;
}
