"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Notice } from "@/components/ui/notice";
import { useViewerZone } from "@/components/ui/viewer-zone";
import { problemsId } from "./problems-place";
import { useEarlySubmit } from "./use-early-submit";
import type { StepFormControl } from "./use-step-form";

type StepFormProps = {
  /** From `useStepForm`. */
  step: StepFormControl;
  /** "Continue" unless the step does more than that ("Start import"). */
  submitLabel?: ReactNode;
  busyLabel?: string;
  /** Beside the button. */
  actions?: ReactNode;
  children: ReactNode;
};

/** The form of one step with its problems on top and its button below. */
export function StepForm({ step, submitLabel, busyLabel, actions, children }: StepFormProps) {
  const t = useTranslations("flow");
  const early = useEarlySubmit();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void step.submit();
  };
  const takeSaved = () => {
    step.takeSaved();
    early.ref.current?.focus();
  };
  return (
    <>
      <Problems>
        <ErrorSummary errors={step.errors} attempt={step.attempt} supportCode={step.supportCode} />
        {step.conflict ? <ConflictNotice step={step} conflict={step.conflict} onUseSaved={takeSaved} /> : null}
      </Problems>
      <form {...early} tabIndex={-1} noValidate onFocus={step.prepare} onSubmit={submit} className="grid gap-6">
        {children}
        <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-3">
          <Button
            type="submit"
            size="large"
            busy={step.busy}
            busyLabel={busyLabel ?? t("saving")}
            className="max-sm:w-full"
          >
            {submitLabel ?? t("continue")}
          </Button>
          {actions}
        </div>
      </form>
    </>
  );
}

function Problems({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById(problemsId)), []);
  return place ? createPortal(children, place) : children;
}

type ConflictNoticeProps = {
  step: StepFormControl;
  conflict: NonNullable<StepFormControl["conflict"]>;
  onUseSaved: () => void;
};

function ConflictNotice({ step, conflict, onUseSaved }: ConflictNoticeProps) {
  const t = useTranslations("flow");
  const format = useFormatter();
  const timeZone = useViewerZone();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const time = conflict.changedAt
    ? format.dateTime(new Date(conflict.changedAt), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone })
    : null;
  return (
    <div ref={box} tabIndex={-1}>
      <Notice
        tone="warning"
        live="assertive"
        title={time ? t("conflictAt", { time }) : t("conflict")}
        actions={
          <>
            <Button variant="secondary" busy={step.busy} busyLabel={t("saving")} onClick={() => void step.keepMine()}>
              {t("keepMine")}
            </Button>
            {conflict.saved ? (
              <Button variant="secondary" onClick={onUseSaved}>
                {t("useSaved")}
              </Button>
            ) : null}
          </>
        }
      >
        {t("conflictHelp")}
      </Notice>
    </div>
  );
}
