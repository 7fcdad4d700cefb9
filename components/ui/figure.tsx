import Link from "next/link";

/** One number of a dashboard with its name; leads on when it has somewhere to lead. Inside a `dl`. */
export function Figure({ label, value, href }: { label: string; value: string; href?: string }) {
  return (
    <div className="grid content-between gap-2 rounded-md border border-line bg-surface p-4 sm:p-5">
      <dt className="text-sm text-ink-muted">
        {href ? (
          <Link href={href} className="link">
            {label}
          </Link>
        ) : (
          label
        )}
      </dt>
      <dd className="text-xl font-semibold tracking-tight tabular-nums sm:text-2xl">{value}</dd>
    </div>
  );
}
