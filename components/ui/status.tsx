import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { type Tone, toneGround, toneIcon, toneText } from "./tone";

type StatusProps = { tone: Tone; icon?: LucideIcon; className?: string; children: ReactNode };

/** A state as icon and word, never by colour alone. */
export function Status({ tone, icon, className, children }: StatusProps) {
  const Icon = icon ?? toneIcon[tone];
  return (
    <span className={classNames("inline-flex items-center gap-1.5 text-sm font-medium", toneText[tone], className)}>
      <Icon aria-hidden className={classNames("size-4 shrink-0", tone === "active" && "motion-safe:animate-spin")} />
      <span className="self-baseline">{children}</span>
    </span>
  );
}

/** A state as a small filled label, where it must be seen from afar. */
export function Badge({ className, ...rest }: StatusProps) {
  return <Status {...rest} className={classNames("rounded-sm px-2 py-0.5", toneGround[rest.tone], className)} />;
}
