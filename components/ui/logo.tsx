import { classNames } from "./class-names";

/** The mark: a gangway from the quay up to a ship's rail; with `name`, the product's name beside it. */
export function Logo({ name, className }: { name?: string; className?: string }) {
  return (
    <span className={classNames("inline-flex items-center gap-2.5 font-semibold tracking-tight", className)}>
      <svg viewBox="0 0 32 32" className="size-7 shrink-0" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <g className="stroke-on-accent" fill="none" strokeWidth="2.25" strokeLinecap="round" strokeLinejoin="round">
          <path d="M5.5 24.5h6L24 13h3" />
          <path d="M9.5 18.5v6M15 13.5v7.5M20.5 8.5V16" strokeWidth="1.75" />
          <path d="M9.5 18.5l11-10" strokeWidth="1.75" />
        </g>
      </svg>
      {name}
    </span>
  );
}
