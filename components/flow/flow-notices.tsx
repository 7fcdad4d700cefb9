import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Time } from "@/components/ui/time";

type GateNoticeProps = { done: number; total: number; title: ReactNode; href: string; children?: ReactNode };

/** Stands before something that opens only after the onboarding: how far it is, and the way on. */
export function GateNotice({ done, total, title, href, children }: GateNoticeProps) {
  const t = useTranslations("flow");
  const progress = t("stepsDone", { done, total });
  return (
    <div className="grid gap-4 rounded-md border border-line bg-surface p-5">
      <div className="grid gap-1">
        <p className="text-lg font-semibold">{title}</p>
        {children ? <div className="text-pretty text-ink-muted">{children}</div> : null}
      </div>
      <div className="grid gap-2">
        <ProgressBar label={t("progress")} value={done} max={total} valueText={progress} />
        <p className="text-sm text-ink-muted tabular-nums">{progress}</p>
      </div>
      <LinkButton href={href} className="justify-self-start">
        {t("continueSetup")}
      </LinkButton>
    </div>
  );
}

/** Said once at the end: it worked, and what comes next. */
export function FinishedNotice({
  title,
  actions,
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Notice tone="success" title={title} actions={actions} live="polite">
      {children}
    </Notice>
  );
}

type SkippedNoticeProps = { at: string; reason?: string | null; until?: string | null; actions?: ReactNode };

/** Told to a person whose onboarding support has skipped; `actions` may offer to take it up again. */
export function SkippedNotice({ at, reason, until, actions }: SkippedNoticeProps) {
  const t = useTranslations("flow");
  return (
    <Notice title={t.rich("skippedBySupport", { when: () => <Time value={at} precision="day" /> })} actions={actions}>
      {reason ? <p>{t("skippedReason", { reason })}</p> : null}
      {until ? <p>{t.rich("skippedUntil", { when: () => <Time value={until} /> })}</p> : null}
    </Notice>
  );
}
