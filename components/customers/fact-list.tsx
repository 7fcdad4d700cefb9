import type { ReactNode } from "react";

/** What is known of something, named; what has no value is left out. */
export type Fact = { name: string; label: string; value: ReactNode };

/** Facts in small type, name and value side by side where there is room. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[10.5rem_minmax(0,1fr)]">
      {facts
        .filter(({ value }) => value !== null && value !== undefined && value !== "")
        .map(({ name, label, value }) => (
          <div key={name} className="grid gap-x-6 sm:col-span-2 sm:grid-cols-subgrid">
            <dt className="text-ink-muted">{label}</dt>
            <dd className="min-w-0 wrap-anywhere tabular-nums max-sm:mb-1.5">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
