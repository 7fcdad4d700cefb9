"use client";

import { useTranslations } from "next-intl";
import type { FormEvent, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { useReadOnly } from "@/components/ui/read-only";
import { Textarea } from "@/components/ui/textarea";
import { ScoreChoice } from "./score-choice";
import { useEarlySubmit } from "./use-early-submit";
import { type Refused, type Said, sayingPlaces, useSaying } from "./use-saying";

const mostFeedback = 1000;

type FeedbackQuestionProps = Said & {
  /** Where it is told. */
  address: string;
};

/** One question when all is done: how it was, in a number and in words; answered it is one line, and whoever likes is asked no more. */
export function FeedbackQuestion({ address, ...before }: FeedbackQuestionProps) {
  const t = useTranslations("flow.feedback");
  const { said, stage, busy, refused, send, dismiss, change } = useSaying(address, before);
  const told = { asked: "", answered: t("thanks", { score: said.score ?? 0 }), over: t("dismissed") }[stage];
  return (
    <div>
      {stage === "asked" ? (
        <Card title={t("title")} description={t("lead")}>
          <AnswerForm said={said} refused={refused} isBusy={busy === "send"} send={send}>
            <Dismiss isBusy={busy === "dismiss"} dismiss={dismiss} />
          </AnswerForm>
        </Card>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-muted">
        <p role="status" id={sayingPlaces.told} tabIndex={-1} className={classNames(told === "" && "sr-only")}>
          {told}
        </p>
        {stage === "answered" ? (
          <div className="-ml-3 flex flex-wrap">
            <Button id={sayingPlaces.change} variant="ghost" size="small" onClick={change}>
              {t("change")}
            </Button>
            <Dismiss size="small" isBusy={busy === "dismiss"} dismiss={dismiss} />
          </div>
        ) : null}
      </div>
      {refused.all ? (
        <p role="alert" className="mt-2 text-danger">
          {refused.all}
        </p>
      ) : null}
    </div>
  );
}

type DismissProps = { size?: "small"; isBusy: boolean; dismiss: () => Promise<void> };

function Dismiss({ size, isBusy, dismiss }: DismissProps) {
  const t = useTranslations("flow.feedback");
  const isReadOnly = useReadOnly() !== null;
  return (
    <Button
      variant="ghost"
      size={size}
      disabled={isReadOnly}
      busy={isBusy}
      busyLabel={t("busy")}
      onClick={() => void dismiss()}
    >
      {t("dismiss")}
    </Button>
  );
}

type AnswerFormProps = {
  said: Said;
  refused: Refused;
  isBusy: boolean;
  send: (score: number | null, text: string) => Promise<void>;
  children: ReactNode;
};

function AnswerForm({ said, refused, isBusy, send, children }: AnswerFormProps) {
  const t = useTranslations("flow.feedback");
  const early = useEarlySubmit();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const score = given.get("feedbackScore");
    void send(score === null ? null : Number(score), String(given.get("feedbackText") ?? ""));
  };
  return (
    <form {...early} noValidate onSubmit={submit} className="grid max-w-wizard gap-4">
      <ScoreChoice score={said.score} error={refused.score} />
      <Field name="feedbackText" label={t("text")} optional error={refused.text}>
        <Textarea name="feedbackText" maxLength={mostFeedback} rows={3} defaultValue={said.text ?? ""} />
      </Field>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button type="submit" variant="secondary" busy={isBusy} busyLabel={t("busy")}>
          {t("send")}
        </Button>
        {children}
      </div>
    </form>
  );
}
