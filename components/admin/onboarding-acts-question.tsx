"use client";

import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { QuestionDialog } from "@/components/flow/question-dialog";
import type { Refused } from "@/components/flow/use-question";
import { EffectList } from "@/components/ui/effect-list";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { call } from "@/lib/platform/http/browser";
import type { OnboardingRow } from "@/lib/platform/onboardings/view";
import { effectsOf, isHastened, type OnboardingAct, orderOf, stepsToRunFrom } from "./onboarding-acts-of";
import { ReasonField } from "./reason-field";
import { StoreSkipFields } from "./store-skip-fields";

type OnboardingQuestionProps = {
  act: OnboardingAct;
  row: OnboardingRow;
  name: string;
  /** The menu's button, which gets the focus back. */
  returnTo: RefObject<HTMLElement | null>;
  onDone: (told: string) => void;
};

type Begun = { createdNew?: boolean; isHastened?: boolean } | null;

/** Asks before an act on an onboarding: whom it is about, what it does, and what others notice of it. */
export function OnboardingQuestion({ act, row, name, returnTo, onDone }: OnboardingQuestionProps) {
  const t = useTranslations("onboarding.acts");
  const begun: { told: string } = { told: t(`${act}.done`, { name }) };
  const ask = async (given: FormData) => {
    const { path, body } = orderOf(act, row, given);
    const answer = await call<Begun>("POST", path, body);
    // A retry of what goes on names the run that is there; whoever resumes gets it too, and it is theirs.
    if (act !== "resume" && answer.data?.createdNew === false)
      begun.told = t(answer.data.isHastened ? "hastened" : "runs", { name });
    return answer;
  };
  return (
    <QuestionDialog
      returnTo={returnTo}
      title={t(`${act}.title`, { name })}
      effect={<Effect act={act} row={row} />}
      confirm={{ label: t(`${act}.confirm`), busy: t(`${act}.busy`), isDanger: act === "cancel" }}
      goBack={act === "cancel" ? t("cancel.goBack") : undefined}
      act={ask}
      onDone={() => onDone(begun.told)}
    >
      {refused => (
        <>
          {act === "from" ? <FromField row={row} error={refused.from ?? refused.steps} /> : null}
          <Outside act={act} row={row} />
          <Why act={act} refused={refused} />
        </>
      )}
    </QuestionDialog>
  );
}

function Effect({ act, row }: { act: OnboardingAct; row: OnboardingRow }) {
  const t = useTranslations("onboarding.acts");
  if (act === "retry" && isHastened(row)) return t("retry.effectHastened");
  if (act !== "resume") return t(`${act}.effect`);
  if (row.status === "skipped") return t("resume.effectSkipped");
  return row.isPaused || row.waitingFor === "resume" ? t("resume.effectPaused") : t("resume.effect");
}

function FromField({ row, error }: { row: OnboardingRow; error: string | undefined }) {
  const t = useTranslations("onboarding");
  const steps = stepsToRunFrom(row.kind);
  const first = row.step !== null && steps.includes(row.step) ? row.step : steps[0];
  return (
    <Field name="from" label={t("acts.from.legend")} error={error}>
      <Select name="from" defaultValue={first}>
        {steps.map(step => (
          <option key={step} value={step}>
            {t(`steps.${step}` as "steps.orders")}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function Outside({ act, row }: { act: OnboardingAct; row: OnboardingRow }) {
  const t = useTranslations("onboarding.acts");
  const names = effectsOf(act, row);
  return (
    <div>
      <p className="mb-1.5 font-medium">{t("outside")}</p>
      <EffectList names={names} say={name => t(`effects.${row.kind}.${name}` as "effects.agent.reads")} />
    </div>
  );
}

function Why({ act, refused }: { act: OnboardingAct; refused: Refused["fields"] }) {
  const t = useTranslations("onboarding.acts");
  if (act === "skip") return <StoreSkipFields refused={refused} />;
  return <ReasonField label={t("reason")} hint={t("reasonHint")} error={refused.reason} optional />;
}
