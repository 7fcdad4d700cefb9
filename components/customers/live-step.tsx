"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { StepStatus } from "@/components/flow/step-status";
import { SupportCode } from "@/components/flow/sync-parts";
import { classNames } from "@/components/ui/class-names";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Time } from "@/components/ui/time";
import type { CustomerStepView } from "@/lib/customers/view/onboarding";
import { StepOutputs } from "./step-outputs";
import { useSpans } from "./use-spans";
import { useStepNames } from "./use-step-names";

type LiveStepProps = { step: CustomerStepView; number: number; isLast: boolean; showsOutputs: boolean };

/** One step: how it stands, how far it is, what is wrong with it, and what came of it. */
export function LiveStep({ step, number, isLast, showsOutputs }: LiveStepProps) {
  const t = useTranslations("customers.live");
  const nameOf = useStepNames();
  const { state, outputs } = step;
  const words: Partial<Record<CustomerStepView["state"], string>> = {
    waiting: t("waitingAdmin"),
    pending: t("toCome"),
  };
  return (
    <li
      aria-current={state === "running" || state === "retrying" || state === "waiting" ? "step" : undefined}
      className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 sm:gap-x-4"
    >
      <Marker state={state} number={number} isLast={isLast} />
      <div className={classNames("grid content-start gap-2", !isLast && "pb-6")}>
        <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-0.5">
          <h3 className="font-medium">{nameOf(step)}</h3>
          <span className="flex flex-wrap items-center gap-x-4">
            <Figures step={step} />
            <StepStatus state={state} word={words[state]} />
          </span>
        </div>
        <Meter step={step} />
        <Trouble step={step} />
        {showsOutputs && outputs && state === "done" ? <StepOutputs id={step.id} outputs={outputs} /> : null}
      </div>
    </li>
  );
}

const grounds: Partial<Record<CustomerStepView["state"], string>> = {
  done: "border-transparent bg-success-soft text-success",
  failed: "border-transparent bg-danger-soft text-danger",
  running: "border-accent text-accent-ink",
  retrying: "border-transparent bg-warning-soft text-warning",
  waiting: "border-transparent bg-warning-soft text-warning",
};

/** The number of a step, and the line to the next one; what they say stands in words beside it. */
function Marker({ state, number, isLast }: Pick<LiveStepProps, "number" | "isLast"> & Pick<CustomerStepView, "state">) {
  return (
    <span aria-hidden className="grid grid-rows-[2rem_1fr] justify-items-center">
      <span
        className={classNames(
          "grid size-8 place-items-center rounded-full border border-line-strong text-sm font-medium text-ink-muted tabular-nums [&_svg]:size-4",
          grounds[state],
        )}
      >
        {state === "done" ? <Check /> : state === "failed" ? <X /> : number}
      </span>
      {isLast ? null : <span className="my-1 w-px bg-line" />}
    </span>
  );
}

function Figures({ step: { state, attempts, started, ended } }: { step: CustomerStepView }) {
  const t = useTranslations("customers.live");
  const { short } = useSpans();
  const isAgain = attempts > 1 && state !== "done";
  const took = started && ended && state === "done" ? Date.parse(ended) - Date.parse(started) : null;
  if (!isAgain && took === null) return null;
  return (
    <span className="text-sm text-ink-muted tabular-nums">
      {isAgain ? t("attempts", { count: attempts }) : null}
      {took === null ? null : t("took", { span: short(took) })}
    </span>
  );
}

/** A bar as soon as there is a total; of a step that is one call there is nothing to measure. */
function Meter({ step }: { step: CustomerStepView }) {
  const t = useTranslations("customers.live");
  const nameOf = useStepNames();
  const { state, done, total } = step;
  if (state !== "running" && state !== "retrying") return null;
  if (total === null || total <= 1)
    return done > 1 ? <p className="text-sm text-ink-muted tabular-nums">{t("soFar", { done })}</p> : null;
  return (
    <div className="grid gap-1.5">
      <ProgressBar
        size="small"
        label={nameOf(step)}
        value={done}
        max={total}
        valueText={t("progressOf", { title: nameOf(step), done, total })}
      />
      <p className="text-sm text-ink-muted tabular-nums">{t("done", { done, total })}</p>
    </div>
  );
}

const troubled = ["failed", "retrying", "waiting"] as const;

function Trouble({ step: { state, error, nextAttemptAt } }: { step: CustomerStepView }) {
  const t = useTranslations("customers.live");
  const kind = troubled.find(one => one === state);
  if (!kind) return null;
  return (
    <div className="grid gap-1 text-sm text-pretty">
      {error ? <p className="wrap-anywhere">{error.message}</p> : null}
      <p className="text-ink-muted">
        {kind === "retrying" ? (
          <>
            {nextAttemptAt
              ? t.rich("nextTry", { when: () => <Time value={nextAttemptAt} precision="second" /> })
              : t("retrySoon")}
            {". "}
          </>
        ) : null}
        {kind === "waiting" && error ? null : t(`advice.${kind}`)}
      </p>
      {error?.supportCode && kind === "failed" ? <SupportCode code={error.supportCode} /> : null}
    </div>
  );
}
