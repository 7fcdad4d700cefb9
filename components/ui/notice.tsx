import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { noticeIcon, type Tone, toneGround, toneText } from "./tone";

type NoticeProps = {
  tone?: Tone;
  title?: ReactNode;
  actions?: ReactNode;
  /** Read out when it appears: "polite" waits, "assertive" interrupts. */
  live?: "polite" | "assertive";
  className?: string;
  children?: ReactNode;
};

const roles = { polite: "status", assertive: "alert" } as const;

/** A message in the page with what to do next. */
export function Notice({ tone = "neutral", title, actions, live, className, children }: NoticeProps) {
  const Icon = noticeIcon[tone];
  return (
    <div
      role={live ? roles[live] : undefined}
      className={classNames("flex gap-3 rounded-md border border-line p-4", toneGround[tone], className)}
    >
      <Icon aria-hidden className={classNames("mt-0.5 size-5 shrink-0", toneText[tone])} />
      <div className="grid min-w-0 flex-1 gap-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="text-pretty wrap-anywhere">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-3">{actions}</div> : null}
      </div>
    </div>
  );
}
