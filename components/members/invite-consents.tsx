"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorTitle } from "@/components/flow/page-effects";
import { useEarlySubmit } from "@/components/flow/use-early-submit";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorSummary } from "@/components/ui/error-summary";
import type { ConsentId } from "@/lib/members/schema/consent";
import type { InviteView } from "@/lib/members/view/invite";

type InviteConsentsProps = Pick<InviteView, "consents" | "wording"> & {
  /** Nothing comes after it: the plan begins. */
  isLast: boolean;
  isBusy: boolean;
  /** What was ticked before, where this is come back to. */
  given: readonly ConsentId[];
  /** To the details, where there is a way. */
  onBack?: () => void;
  onDone: (given: readonly ConsentId[]) => void;
};

/** Asks for what must be agreed to, each with the whole of its text. */
export function InviteConsents({
  consents,
  wording,
  isLast,
  isBusy,
  given: before,
  onBack,
  onDone,
}: InviteConsentsProps) {
  const t = useTranslations("invites.consents");
  const fields = useTranslations("fields");
  const [given, setGiven] = useState<readonly ConsentId[]>(before);
  const [attempt, setAttempt] = useState(0);
  const early = useEarlySubmit();
  const missing = consents.filter(({ id }) => !given.includes(id));
  const errors =
    attempt === 0
      ? []
      : missing.map(({ id, label }) => ({ field: id, message: `${label}: ${fields("consentRequired")}` }));
  useErrorTitle(errors.length > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (missing.length > 0) setAttempt(attempt + 1);
    else onDone(given);
  };
  const set = (id: ConsentId, isGiven: boolean) =>
    setGiven(isGiven ? [...given, id] : given.filter(other => other !== id));
  return (
    <form {...early} noValidate onSubmit={submit} className="grid gap-6">
      <ErrorSummary errors={errors} attempt={attempt} />
      <p className="text-pretty">{t("lead")}</p>
      {consents.map(({ id, label, text }) => (
        <div key={id} className="grid gap-2 rounded-md border border-line bg-surface p-4">
          <Checkbox
            name={id}
            label={label}
            checked={given.includes(id)}
            error={attempt > 0 && !given.includes(id) ? fields("consentRequired") : undefined}
            onChange={({ target }) => set(id, target.checked)}
          />
          <details className="pl-8">
            <summary className="link w-fit cursor-pointer py-1.5">
              {t("read")}
              <span className="sr-only">: {label}</span>
            </summary>
            <p className="mt-2 text-pretty">{text}</p>
            <p className="mt-2 text-sm text-ink-muted">{t("wording", { wording })}</p>
          </details>
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <Button type="submit" size="large" busy={isBusy} busyLabel={t("beginning")} className="max-sm:w-full">
          {isLast ? t("begin") : t("continue")}
        </Button>
        {onBack ? (
          <Button variant="secondary" size="large" className="max-sm:w-full" onClick={onBack}>
            {t("back")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
