import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { LoadedPlot } from "./loaded-plot";
import type { Point, Series, Unit } from "./series";

type ChartProps = {
  title: ReactNode;
  /** What is to be seen, in a sentence, for those who cannot. */
  summary: string;
  series: readonly Series[];
  points: readonly Point[];
  unit: Unit;
  /** The same numbers as a table. */
  children: ReactNode;
};

/** A chart with its legend and, folded behind it, the table that says the same. It has its height before it is drawn. */
export function Chart({ title, summary, series, points, unit, children }: ChartProps) {
  const t = useTranslations("common");
  const titleId = useId();
  return (
    <figure aria-labelledby={titleId} className="grid min-w-0 grid-cols-1 gap-3">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span id={titleId} className="font-medium">
          {title}
        </span>
        {series.length > 1 ? <Legend series={series} /> : null}
      </figcaption>
      <div role="img" aria-label={summary} className="h-64 min-w-0">
        <LoadedPlot series={series} points={points} unit={unit} />
      </div>
      <details>
        <summary className="link w-fit cursor-pointer py-2 text-sm">{t("asTable")}</summary>
        <div className="mt-1 rounded-md border border-line">{children}</div>
      </details>
    </figure>
  );
}

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-muted">
      {series.map(one => (
        <li key={one.id} className="flex items-center gap-1.5">
          <Swatch {...one} />
          {one.label}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ mark, look }: Series) {
  if (mark === "line")
    return (
      <svg aria-hidden viewBox="0 0 16 12" className="h-3 w-4 stroke-ink">
        <path d="M0 6H16" strokeWidth="2" />
      </svg>
    );
  return (
    <svg aria-hidden viewBox="0 0 12 12" className="size-3 fill-none stroke-accent">
      <rect
        x="1"
        y="1"
        width="10"
        height="10"
        strokeWidth="1.5"
        className={look === "solid" ? "fill-accent" : undefined}
      />
      {look === "hatched" ? <path d="M1 7L7 1M4 11L11 4" strokeWidth="1.5" /> : null}
    </svg>
  );
}
