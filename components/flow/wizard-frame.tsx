import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { problemsId } from "./problems-place";
import { ProgressList, type WizardStep } from "./progress-list";
import { StepHeading } from "./step-heading";

type WizardFrameProps = {
  steps: readonly WizardStep[];
  /** A step, or what comes after the last of them and has no number. */
  currentId: string;
  /** Unique to the step. */
  title: ReactNode;
  /** One sentence: why we ask. */
  why?: ReactNode;
  backHref?: string;
  /** Banners above the heading (came back from elsewhere, refused …). */
  banner?: ReactNode;
  /** "Save and finish later". */
  saveLater?: ReactNode;
  /** Other ways and contact, in the same place on each step. */
  help?: ReactNode;
  children: ReactNode;
};

/** One step of a wizard: a single column with one job. Put it straight into the page's `main`. */
export function WizardFrame(props: WizardFrameProps) {
  const { steps, currentId, title, why, backHref, banner, saveLater, help, children } = props;
  const t = useTranslations("flow");
  const number = steps.findIndex(step => step.id === currentId) + 1;
  return (
    <div className="mx-auto w-full max-w-wizard">
      {backHref ? <BackLink href={backHref} /> : null}
      <div className="mt-4 grid gap-8 sm:mt-6">
        <div id={problemsId} className="empty:hidden" />
        <ProgressList steps={steps} currentId={currentId} />
        <div key={currentId} className="grid gap-8 motion-safe:animate-enter">
          {banner}
          <header className="grid gap-2">
            {number > 0 ? (
              <p className="text-sm font-medium text-ink-muted tabular-nums">
                {t("stepOf", { number, total: steps.length })}
              </p>
            ) : null}
            <StepHeading stepId={currentId}>{title}</StepHeading>
            {why ? <p className="text-lg leading-7 text-pretty text-ink-muted">{why}</p> : null}
          </header>
          {children}
        </div>
        {saveLater || help ? (
          <footer className="grid gap-4 border-t border-line pt-6">
            {saveLater}
            {help ? <div className="text-sm text-ink-muted">{help}</div> : null}
          </footer>
        ) : null}
      </div>
    </div>
  );
}

/** The way back to the step before, on top of the page. */
export function BackLink({ href, label }: { href: string; label?: string }) {
  const t = useTranslations("flow");
  return (
    <Link href={href} className="link -my-1.5 inline-flex items-center gap-1.5 py-1.5 text-[0.9375rem]">
      <ArrowLeft aria-hidden className="size-4" />
      {label ?? t("back")}
    </Link>
  );
}
