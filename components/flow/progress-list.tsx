import { Check, Minus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { StepState } from "@/lib/platform/flow/progress";

/** A step of a wizard; `href` is followed only when the step is done. */
export type WizardStep = { id: string; title: string; state: StepState; href: string };

/** Where we are among the steps: decoration beside "Step 2 of 4", so nothing depends on it, and phones do without. */
export function ProgressList({ steps, currentId }: { steps: readonly WizardStep[]; currentId: string }) {
  const t = useTranslations("flow");
  return (
    <nav aria-label={t("progress")} className="max-sm:hidden">
      <ol className="flex flex-wrap gap-y-3">
        {steps.map((step, index) => (
          <li
            key={step.id}
            aria-current={step.id === currentId ? "step" : undefined}
            className="group relative flex flex-1 flex-col items-start gap-2 pr-3 text-sm last:flex-none last:pr-0"
          >
            <Circle step={step} number={index + 1} current={step.id === currentId} />
            {index < steps.length - 1 ? (
              <span
                aria-hidden
                className={classNames(
                  "absolute top-4 right-1 left-9 h-px",
                  isPassed(step) ? "bg-accent" : "bg-line-strong",
                )}
              />
            ) : null}
            <StepName step={step} current={step.id === currentId} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Circle({ step, number, current }: { step: WizardStep; number: number; current: boolean }) {
  const Icon = step.state === "skipped" ? Minus : Check;
  return (
    <span
      aria-hidden
      className={classNames(
        "grid size-8 place-items-center rounded-full border font-medium tabular-nums",
        isPassed(step) && !current && "border-accent bg-accent-soft text-accent-ink",
        current && "border-accent bg-accent text-on-accent",
        !isPassed(step) && !current && "border-line-strong text-ink-muted",
      )}
    >
      {isPassed(step) && !current ? <Icon className="size-4" /> : number}
    </span>
  );
}

function StepName({ step, current }: { step: WizardStep; current: boolean }) {
  const t = useTranslations("flow");
  if (current) return <span className="font-semibold">{step.title}</span>;
  if (!isPassed(step)) return <span className="text-ink-muted">{step.title}</span>;
  return (
    <span>
      <Link href={step.href} className="link">
        {step.title}
      </Link>
      <span className="block text-ink-muted">{step.state === "skipped" ? t("states.skipped") : t("completed")}</span>
    </span>
  );
}

function isPassed(step: WizardStep): boolean {
  return step.state === "done" || step.state === "skipped";
}
