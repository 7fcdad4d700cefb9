"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type PhoneCountry, PhoneField } from "@/components/ui/phone-field";
import type { ChallengeView } from "@/lib/platform/auth/schema";
import { call } from "@/lib/platform/http/browser";
import { ProblemNotice } from "./problem-notice";
import { type Problem, problemOf } from "./sign-in-problem";

type IdentifierFormProps = {
  channel: "sms" | "email";
  countries: readonly PhoneCountry[];
  /** Address of the code step, to which `challenge=<id>` is added. */
  codeHref: string;
};

const textOf = (data: FormData, name: string) => String(data.get(name) ?? "").trim();

/** Asks for a number or an address, sends a code, and goes to the code step. */
export function IdentifierForm({ channel, countries, codeHref }: IdentifierFormProps) {
  const t = useTranslations("auth");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const name = channel === "sms" ? "phoneNumber" : "email";

  const refuse = (found: Problem) => {
    setBusy(false);
    setProblem(found);
    if (found.field) form.current?.querySelector<HTMLInputElement>(`[name="${found.field}"]`)?.focus();
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const value = textOf(data, name);
    if (!value)
      return refuse({ field: name, message: t(channel === "sms" ? "errors.phoneMissing" : "errors.emailMissing") });
    setProblem(null);
    setBusy(true);
    const country = channel === "sms" ? { country: textOf(data, "country") } : {};
    const answer = await call<ChallengeView>("POST", "/api/v1/auth/send-otp", { [name]: value, ...country });
    if (!answer.success || !answer.data) return refuse(problemOf(answer, channel, t));
    const separator = codeHref.includes("?") ? "&" : "?";
    router.push(`${codeHref}${separator}challenge=${encodeURIComponent(answer.data.challengeId)}`);
  };
  const error = problem?.field === name ? problem.message : undefined;
  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="grid gap-6">
      <ProblemNotice problem={problem} />
      {channel === "sms" ? (
        <PhoneField
          countries={countries}
          country={{ name: "country" }}
          phone={{ name: "phoneNumber" }}
          hint={t("phoneHint")}
          error={error}
        />
      ) : (
        <Field name="email" label={t("emailLabel")} error={error}>
          <Input type="email" name="email" autoComplete="email" spellCheck={false} />
        </Field>
      )}
      <Button type="submit" size="large" busy={busy} busyLabel={t("sending")} className="w-full sm:w-fit">
        {t("send")}
      </Button>
    </form>
  );
}
