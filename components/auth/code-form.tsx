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
import { type ShownChallenge, type SignInResult, useCode } from "./use-code";
import { useWebOtp } from "./use-web-otp";

type CodeFormProps = {
  challenge: ShownChallenge;
  onDone: (result: SignInResult) => void;
  /** Where a wrong number is corrected. */
  changeHref: string;
  /** In demo and test codes can be read in `/dev/outbox`. */
  hasOutbox?: boolean;
  submitLabel?: ReactNode;
};

/** The code step: says where the code went, takes it, sends a new one. For sign-in and for store sign-up. */
export function CodeForm({ challenge: first, onDone, changeHref, hasOutbox = false, submitLabel }: CodeFormProps) {
  const t = useTranslations("auth.code");
  const { challenge, count, doing, problem, verify, resend } = useCode(first, onDone);
  const [otp, setOtp] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const isSms = challenge.channel === "sms";
  // The digits are all a person has to do here; again after each refusal and each new code.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each problem and each new code brings the focus back
  useEffect(() => input.current?.focus(), [problem, count]);
  useErrorTitle(problem !== null);
  const take = (code: string) => {
    setOtp(code);
    void verify(code);
  };
  useWebOtp(isSms && doing === null, take);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void verify(otp);
  };
  const to = () => <strong className="font-semibold whitespace-nowrap">{challenge.spelled ?? challenge.to}</strong>;
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-6">
      <p className="text-pretty">
        {t.rich(isSms ? "sentSms" : "sentEmail", { to })}{" "}
        <Link href={changeHref} className="link whitespace-nowrap">
          {t(isSms ? "wrongNumber" : "wrongAddress")}
        </Link>
      </p>
      <ProblemNotice problem={problem} />
      <Field
        name="otp"
        label={t("label")}
        hint={t("hint")}
        error={problem?.field === "otp" ? problem.message : undefined}
      >
        <CodeInput ref={input} name="otp" value={otp} onChange={setOtp} onWholeCode={take} />
      </Field>
      <Button
        type="submit"
        size="large"
        busy={doing === "verify" || doing === "done"}
        busyLabel={doing === "done" ? t("signedIn") : t("checking")}
        className="w-full sm:w-fit"
      >
        {submitLabel ?? t("submit")}
      </Button>
      <p role="status" className="sr-only">
        {doing === "done" ? t("signedIn") : ""}
      </p>
      <Resend
        seconds={challenge.resendIn}
        start={count}
        busy={doing === "resend"}
        wasResent={count > 0}
        onResend={resend}
      />
      {hasOutbox ? <OutboxHint to={challenge.spelled} /> : null}
    </form>
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
