"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { OnboardingOne, StepView } from "@/lib/platform/onboarding/view";
import { standingLooks } from "./onboarding-one-looks";
import { useOnboardingWords } from "./onboarding-one-words";
import { useTook } from "./use-took";

const isBehind = ({ state }: StepView) => state === "done" || state === "skipped";

/** Each step: how far it is, how often it was tried, and of what went wrong the cause and what to do. */
export function OnboardingSteps({ one: { steps } }: { one: OnboardingOne }) {
  const t = useTranslations("onboarding.one");
  return (
    <Card
      flush
      title={t("stepsTitle")}
      description={t("stepsLead", { done: steps.filter(isBehind).length, total: steps.length })}
    >
      <ol className="divide-y divide-line">
        {steps.map(step => (
          <Step key={step.id} step={step} />
        ))}
      </ol>
    </Card>
  );
}

function Step({ step }: { step: StepView }) {
  const { stepOf } = useOnboardingWords();
  const t = useTranslations("onboarding");
  const name = stepOf(step.id);
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(10rem,1fr)_9rem_minmax(12rem,2fr)] sm:px-5">
      <span className="font-medium">{name}</span>
      <Status {...standingLooks[step.state]} className="self-start">
        {t(`states.${step.state}`)}
      </Status>
      {step.isPart ? <Progress step={step} name={name} /> : <Saved step={step} />}
      <Trouble step={step} />
    </li>
  );
}

/** Of what people do: when they did. */
function Saved({ step: { state, endedAt } }: { step: StepView }) {
  return state === "done" && endedAt ? <Time value={endedAt} className="text-sm text-ink-muted" /> : <span />;
}

function Progress({ step, name }: { step: StepView; name: string }) {
  const t = useTranslations("onboarding.one");
  const took = useTook();
  const { done, total, state, attempts, startedAt, endedAt, nextAttemptAt } = step;
  const isOpen = state === "running" || state === "retrying" || state === "waiting";
  const rows = total === null || total === done ? t("rows", { done }) : t("rowsOf", { done, total });
  const seconds = startedAt && endedAt ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : null;
  const facts = [
    ...(done > 0 || (total ?? 0) > 0 ? [rows] : []),
    ...(attempts > 0 ? [t("triesCount", { tries: attempts })] : []),
    ...(seconds !== null && seconds >= 0 ? [t("took", { took: took(seconds) })] : []),
  ];
  return (
    <span className="grid content-start gap-1.5 text-sm text-ink-muted tabular-nums">
      {isOpen && total !== null && total > 0 ? (
        <ProgressBar
          size="small"
          label={t("progressOf", { step: name })}
          value={done}
          max={total}
          valueText={rows}
          tone={state === "running" ? "active" : "warning"}
        />
      ) : null}
      {facts.length > 0 ? <span>{facts.join(" · ")}</span> : null}
      {nextAttemptAt ? (
        <span>{t.rich("nextTry", { when: () => <Time value={nextAttemptAt} precision="clock" /> })}</span>
      ) : null}
    </span>
  );
}

function Trouble({ step: { error, tries, waitingFor, skipReason } }: { step: StepView }) {
  const t = useTranslations("onboarding.one");
  const { waitOf } = useOnboardingWords();
  // The last one is the error itself.
  const isToldOnce = error !== null && tries.length === 1;
  if (!error && tries.length === 0 && !waitingFor && !skipReason) return null;
  return (
    <div className="grid gap-2 text-sm sm:col-span-3">
      {waitingFor ? <p>{t("waitsFor", { what: waitOf(waitingFor) })}</p> : null}
      {skipReason ? <p className="text-ink-muted">{t("left", { reason: skipReason })}</p> : null}
      {error ? <Explained {...error} /> : null}
      {tries.length > 0 && !isToldOnce ? (
        <div>
          <p className="text-ink-muted">{t("earlier", { count: tries.length })}</p>
          <ul className="grid list-disc gap-0.5 pl-5 text-ink-muted">
            {tries.map(one => (
              <li key={one.ended} className="wrap-anywhere">
                <Time value={one.ended} precision="clock" /> · <code className="font-mono">{one.code}</code>{" "}
                {one.message}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

/** What an error was, why, and what to do about it; of a code that nobody has explained what was told at the time. */
function Explained({ code, message }: { code: string; message: string }) {
  const t = useTranslations("onboarding");
  const isKnown = t.has(`errors.${code}.cause` as "errors.auth.cause");
  return (
    <dl className="grid max-w-3xl gap-x-4 gap-y-1 rounded-sm bg-danger-soft px-3 py-2 sm:grid-cols-[8rem_1fr]">
      <dt className="font-medium">{t("one.stored")}</dt>
      <dd className="min-w-0 wrap-anywhere">
        {message} <code className="font-mono">{code}</code>
      </dd>
      {isKnown ? (
        <>
          <dt className="font-medium">{t("one.cause")}</dt>
          <dd>{t(`errors.${code}.cause` as "errors.auth.cause")}</dd>
          <dt className="font-medium">{t("one.fix")}</dt>
          <dd>{t(`errors.${code}.fix` as "errors.auth.fix")}</dd>
        </>
      ) : null}
    </dl>
  );
}
