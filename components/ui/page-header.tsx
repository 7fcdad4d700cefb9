import type { ReactNode } from "react";
import { classNames } from "./class-names";

type PageHeaderProps = {
  title: ReactNode;
  /** Small line above the title: where we are. */
  eyebrow?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  className?: string;
};

/** The top of a page: its one h1, a sentence, and what can be done here. */
export function PageHeader({ title, eyebrow, description, actions, className }: PageHeaderProps) {
  return (
    <header className={classNames("mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4 sm:mb-8", className)}>
      <div className="grid max-w-2xl gap-1">
        {eyebrow ? <p className="text-sm text-ink-muted">{eyebrow}</p> : null}
        <h1 className="text-2xl font-semibold sm:text-[1.75rem] sm:leading-9">{title}</h1>
        {description ? <p className="text-pretty text-ink-muted">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-3">{actions}</div> : null}
    </header>
  );
}
