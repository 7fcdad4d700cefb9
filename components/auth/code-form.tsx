"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useErrorTitle } from "@/components/flow/page-effects";
import { Button } from "@/components/ui/button";
import { CodeInput } from "@/components/ui/code-input";
import { Field } from "@/components/ui/field";
import { ProblemNotice } from "./problem-notice";
import { Resend } from "./resend";
import type { Problem } from "./sign-in-problem";
import { type ShownChallenge, type SignInResult, useCode } from "./use-code";
import { useEarlySubmit } from "./use-early-submit";
import { useWebOtp } from "./use-web-otp";

type CodeFormProps = {
  challenge: ShownChallenge;
  onDone: (result: SignInResult) => void;
  /** Where a wrong number is corrected; null where nobody shall be asked for that. */
  correctHref: string | null;
  /** In demo and test codes can be read in `/dev/outbox`. */
  hasOutbox?: boolean;
  submitLabel?: ReactNode;
};

/** The code step: says where the code went, takes it, sends a new one. For sign-in and for store sign-up. */
export function CodeForm({ challenge: first, onDone, correctHref, hasOutbox = false, submitLabel }: CodeFormProps) {
  const t = useTranslations("auth.code");
  const { challenge, count, doing, problem, verify, resend } = useCode(first, onDone);
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
      <Sent challenge={challenge} correctHref={correctHref} />
      <ProblemNotice problem={problem} />
      <Field name="otp" label={t("label")} hint={t("hint")} error={error}>
        <CodeInput ref={input} name="otp" value={otp} onChange={setOtp} onWholeCode={take} />
      </Field>
      <SubmitButton isBusy={isBusy} isDone={doing === "done"} label={submitLabel} />
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

function Sent({ challenge, correctHref }: { challenge: ShownChallenge; correctHref: string | null }) {
  const t = useTranslations("auth.code");
  const isSms = challenge.channel === "sms";
  const wrap = isSms ? "whitespace-nowrap" : "wrap-anywhere";
  const to = () => <strong className={`font-semibold ${wrap}`}>{challenge.spelled ?? challenge.to}</strong>;
  return (
    <p className="text-pretty">
      {t.rich(isSms ? "sentSms" : "sentEmail", { to })}{" "}
      {correctHref ? (
        <Link href={correctHref} className="link whitespace-nowrap">
          {t(isSms ? "wrongNumber" : "wrongAddress")}
        </Link>
      ) : null}
    </p>
  );
}

function SubmitButton({ isBusy, isDone, label }: { isBusy: boolean; isDone: boolean; label: ReactNode }) {
  const t = useTranslations("auth.code");
  return (
    <>
      <Button
        type="submit"
        size="large"
        busy={isBusy}
        busyLabel={isDone ? t("signedIn") : t("checking")}
        className="w-full sm:w-fit"
      >
        {label ?? t("submit")}
      </Button>
      <p role="status" className="sr-only">
        {isDone ? t("signedIn") : ""}
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
