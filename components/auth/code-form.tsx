"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useErrorTitle } from "@/components/flow/page-effects";
import { useEarlySubmit } from "@/components/flow/use-early-submit";
import { Button } from "@/components/ui/button";
import { CodeInput } from "@/components/ui/code-input";
import { Field } from "@/components/ui/field";
import { ProblemNotice } from "./problem-notice";
import { Resend } from "./resend";
import type { Problem } from "./sign-in-problem";
import { type CodeDoor, type ShownChallenge, useCode } from "./use-code";
import { useWebOtp } from "./use-web-otp";

type CodeFormProps<Result> = {
  challenge: ShownChallenge;
  door: CodeDoor<Result>;
  onDone: (result: Result) => void;
  /** Where a wrong number is corrected; null where nobody shall be asked for that. */
  correctHref: string | null;
  /** In demo and test codes can be read in `/dev/outbox`. */
  hasOutbox?: boolean;
  submitLabel?: ReactNode;
  /** What is said when the code was right; otherwise that somebody is signed in. */
  doneLabel?: string;
  /** The address is one that we know: a mail was sent, and nobody need be left in doubt about it. */
  isKnown?: boolean;
};

/** The code step: says where the code went, takes it, sends a new one. For sign-in, store sign-up and invites. */
export function CodeForm<Result>(props: CodeFormProps<Result>) {
  const {
    challenge: first,
    door,
    onDone,
    correctHref,
    hasOutbox = false,
    submitLabel,
    doneLabel,
    isKnown = false,
  } = props;
  const t = useTranslations("auth.code");
  const { challenge, count, doing, problem, verify, resend } = useCode(first, door, onDone);
  const { input, otp, setOtp, take } = useDigits(verify, problem, count);
  const early = useEarlySubmit();
  useErrorTitle(problem !== null);
  useWebOtp(challenge.channel === "sms" && doing === null, take);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void verify(otp);
  };
  const isBusy = doing === "verify" || doing === "done";
  const error = problem?.field === "otp" ? problem.message : undefined;
  return (
    <form {...early} noValidate onSubmit={submit} className="grid gap-6">
      <Sent challenge={challenge} correctHref={correctHref} isKnown={isKnown} />
      <ProblemNotice problem={problem} />
      <Field name="otp" label={t("label")} hint={t("hint")} error={error}>
        <CodeInput ref={input} name="otp" value={otp} onChange={setOtp} onWholeCode={take} />
      </Field>
      <SubmitButton isBusy={isBusy} isDone={doing === "done"} label={submitLabel} doneLabel={doneLabel} />
      <Resend
        seconds={challenge.resendIn}
        start={count}
        busy={doing === "resend"}
        wasResent={count > 0}
        onResend={() => {
          setOtp("");
          void resend();
        }}
      />
      {hasOutbox ? <OutboxHint to={challenge.spelled} /> : null}
    </form>
  );
}

/** The digits so far, and the field that holds them, which has focus again after each refusal and each new code. */
function useDigits(verify: (otp: string) => void, problem: Problem | null, count: number) {
  const [otp, setOtp] = useState("");
  const input = useRef<HTMLInputElement>(null);
  // What was typed before the scripts were there stands in the field, but not in our state.
  useEffect(() => setOtp(input.current?.value.replace(/\D/g, "") ?? ""), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each problem and each new code brings the focus back
  useEffect(() => {
    input.current?.focus();
    // Six digits that were refused are typed over, five are completed.
    if (problem && input.current?.value.length === 6) input.current.select();
  }, [problem, count]);
  const take = (code: string) => {
    setOtp(code);
    verify(code);
  };
  return { input, otp, setOtp, take };
}

type SentProps = { challenge: ShownChallenge; correctHref: string | null; isKnown: boolean };

function Sent({ challenge, correctHref, isKnown }: SentProps) {
  const t = useTranslations("auth.code");
  const isSms = challenge.channel === "sms";
  const wrap = isSms ? "whitespace-nowrap" : "wrap-anywhere";
  const to = () => <strong className={`font-semibold ${wrap}`}>{challenge.spelled ?? challenge.to}</strong>;
  return (
    <p className="text-pretty">
      {t.rich(isSms ? "sentSms" : isKnown ? "sentKnownEmail" : "sentEmail", { to })}{" "}
      {correctHref ? (
        <Link href={correctHref} className="link whitespace-nowrap">
          {t(isSms ? "wrongNumber" : "wrongAddress")}
        </Link>
      ) : null}
    </p>
  );
}

type SubmitProps = { isBusy: boolean; isDone: boolean; label: ReactNode; doneLabel: string | undefined };

function SubmitButton({ isBusy, isDone, label, doneLabel }: SubmitProps) {
  const t = useTranslations("auth.code");
  const done = doneLabel ?? t("signedIn");
  return (
    <>
      <Button
        type="submit"
        size="large"
        busy={isBusy}
        busyLabel={isDone ? done : t("checking")}
        className="w-full sm:w-fit"
      >
        {label ?? t("submit")}
      </Button>
      <p role="status" className="sr-only">
        {isDone ? done : ""}
      </p>
    </>
  );
}

function OutboxHint({ to }: { to: string | undefined }) {
  const t = useTranslations("auth.code");
  const href = to ? `/dev/outbox?to=${encodeURIComponent(to.replace(/\s/g, ""))}` : "/dev/outbox";
  return (
    <p className="text-sm text-ink-muted">
      {t.rich("outbox", {
        link: chunks => (
          <a href={href} target="_blank" rel="noreferrer" className="link">
            {chunks}
          </a>
        ),
      })}
    </p>
  );
}
