import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

type EmptyStateProps = {
  icon?: LucideIcon;
  title: ReactNode;
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
};

/** What stands where nothing is yet (or nothing may be seen): why, and what to do about it. */
export function EmptyState({ icon: Icon, title, action, className, children }: EmptyStateProps) {
  return (
    <div className={classNames("grid justify-items-center gap-2 px-6 py-12 text-center", className)}>
      {Icon ? (
        <span className="mb-2 grid size-12 place-items-center rounded-full bg-sunken text-ink-muted">
          <Icon aria-hidden className="size-6" />
        </span>
      ) : null}
      <p className="font-semibold">{title}</p>
      {children ? <div className="max-w-md text-pretty text-ink-muted">{children}</div> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}
