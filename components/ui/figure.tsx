import Link from "next/link";
import type { ReactNode } from "react";

type FigureProps = { label: string; value: string; href?: string; note?: ReactNode };

/** One number of a dashboard with its name, and what else is to be said of it; leads on when it has somewhere to lead. Inside a `dl`. */
export function Figure({ label, value, href, note }: FigureProps) {
  return (
    <div className="grid content-start gap-2 rounded-md border border-line bg-surface p-4 sm:p-5">
      <dt className="text-sm text-ink-muted">
        {href ? (
          <Link href={href} className="link">
            {label}
          </Link>
        ) : (
          label
        )}
      </dt>
      <dd className="text-xl font-semibold tracking-tight wrap-anywhere tabular-nums sm:text-2xl">{value}</dd>
      {note ? <dd className="text-sm wrap-anywhere text-ink-muted tabular-nums">{note}</dd> : null}
    </div>
  );
}
