"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorTitle } from "@/components/flow/page-effects";
import { useEarlySubmit } from "@/components/flow/use-early-submit";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type PhoneCountry, PhoneField } from "@/components/ui/phone-field";
import type { Audience, ChallengeView } from "@/lib/platform/auth/schema";
import { call } from "@/lib/platform/http/browser";
import { ProblemNotice } from "./problem-notice";
import { type Problem, problemOf } from "./sign-in-problem";

type IdentifierFormProps = {
  channel: "sms" | "email";
  countries: readonly PhoneCountry[];
  /** Address of the code step, to which `challenge=<id>` is added. */
  codeHref: string;
  /** The product somebody means to enter, where that is known. */
  audience: Audience | null;
  /** The number or address of a challenge that somebody corrects. */
  given: string | null;
};

// What was typed on this visit, so that "back" finds it again. Written in the browser only.
const typed = { sms: "", email: "", country: "" };

const textOf = (data: FormData, name: string) => String(data.get(name) ?? "").trim();

const missing = { sms: "errors.phoneMissing", email: "errors.emailMissing" } as const;
const nameOf = { sms: "phoneNumber", email: "email" } as const;

/** Sends a code to what a form holds and goes to the code step, or says what is wrong. */
function useSending({ channel, codeHref, audience }: Omit<IdentifierFormProps, "countries" | "given">) {
  const t = useTranslations("auth");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function send(data: FormData): Promise<Problem | null> {
    const name = nameOf[channel];
    const value = textOf(data, name);
    if (!value) return { field: name, message: t(missing[channel]) };
    const country = channel === "sms" ? { country: textOf(data, "country") } : {};
    Object.assign(typed, { [channel]: value, ...country });
    const meant = audience ? { audience } : {};
    const body = { [name]: value, ...country, ...meant };
    const answer = await call<ChallengeView>("POST", "/api/v1/auth/send-otp", body);
    if (!answer.success || !answer.data) return problemOf(answer, channel, t);
    const stepOf = (name: "challenge" | "correct", id: string) =>
      `${codeHref}${codeHref.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(id)}`;
    // "Back" comes to what was typed, also after a reload.
    window.history.replaceState(null, "", stepOf("correct", answer.data.challengeId));
    router.push(stepOf("challenge", answer.data.challengeId));
    return null;
  }
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    setProblem(null);
    setBusy(true);
    const found = await send(new FormData(form));
    setProblem(found);
    // Without a problem the next page is on its way: stay busy until it is there.
    setBusy(found === null);
    if (found?.field) form.querySelector<HTMLInputElement>(`[name="${found.field}"]`)?.focus();
  }
  return { busy, problem, submit };
}

/** Asks for a number or an address, sends a code, and goes to the code step. */
export function IdentifierForm({ channel, countries, codeHref, audience, given }: IdentifierFormProps) {
  const t = useTranslations("auth");
  const { busy, problem, submit } = useSending({ channel, codeHref, audience });
  const early = useEarlySubmit();
  const before = typed[channel] || (given ?? "");
  const error = problem?.field === nameOf[channel] ? problem.message : undefined;
  useErrorTitle(problem !== null);
  return (
    <form {...early} noValidate onSubmit={submit} className="grid gap-6">
      <ProblemNotice problem={problem} />
      {channel === "sms" ? (
        <PhoneField
          countries={countries}
          country={{ name: "country", defaultValue: typed.country || countries[0]?.region }}
          phone={{ name: "phoneNumber", defaultValue: before }}
          hint={t("phoneHint")}
          error={error}
        />
      ) : (
        <Field name="email" label={t("emailLabel")} error={error}>
          <Input type="email" name="email" autoComplete="email" spellCheck={false} defaultValue={before} />
        </Field>
      )}
      <Button type="submit" size="large" busy={busy} busyLabel={t("sending")} className="w-full sm:w-fit">
        {t("send")}
      </Button>
    </form>
  );
}
