import type { ReactNode } from "react";
import { classNames } from "./class-names";

type CardProps = {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  /** Without padding, for a table or a list that fills the card. */
  flush?: boolean;
  className?: string;
  children?: ReactNode;
};

/** A bordered area for things that belong together. */
export function Card({ title, description, actions, footer, flush = false, className, children }: CardProps) {
  return (
    <section className={classNames("min-w-0 overflow-clip rounded-md border border-line bg-surface", className)}>
      {title ? (
        <header
          className={classNames(
            "flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4 sm:px-5",
            flush && "border-b border-line pb-4",
          )}
        >
          <div className="grid gap-0.5">
            <h2 className="font-semibold">{title}</h2>
            {description ? <p className="text-sm text-ink-muted">{description}</p> : null}
          </div>
          {actions}
        </header>
      ) : null}
      <div className={flush ? undefined : "p-4 sm:p-5"}>{children}</div>
      {footer ? <footer className="border-t border-line px-4 py-3 text-sm sm:px-5">{footer}</footer> : null}
    </section>
  );
}
