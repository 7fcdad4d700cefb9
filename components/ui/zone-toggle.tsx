"use client";

import { showUtc, useUtc } from "./viewer-zone";

type ZoneToggleProps = { label: string; local: string; utc: string };

/** Choice between the viewer's own time and UTC, for all instants of all pages. Kept in a cookie. */
export function ZoneToggle({ label, local, utc }: ZoneToggleProps) {
  const isUtc = useUtc();
  return (
    <fieldset className="flex w-fit rounded-md border border-line bg-surface p-0.5 text-sm">
      <legend className="sr-only">{label}</legend>
      {[false, true].map(value => (
        <label
          key={String(value)}
          className="relative grid min-h-11 min-w-11 place-items-center rounded-sm px-2.5 text-ink-muted hover:text-ink has-checked:bg-sunken has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent sm:min-h-7"
        >
          <input
            type="radio"
            name="times"
            value={value ? "utc" : "local"}
            checked={isUtc === value}
            onChange={() => showUtc(value)}
            className="absolute inset-0 size-full cursor-pointer appearance-none opacity-0"
          />
          {value ? utc : local}
        </label>
      ))}
    </fieldset>
  );
}
