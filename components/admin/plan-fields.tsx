"use client";

import { useTranslations } from "next-intl";
import type { Refused } from "@/components/flow/use-question";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** What a plan is: name, core offering, seats, days and rules. */
export function PlanFields({ refused }: { refused: Refused["fields"] }) {
  const t = useTranslations("members.acts.plan");
  return (
    <>
      <Field name="name" label={t("name")} error={refused.name}>
        <Input name="name" maxLength={120} autoComplete="off" />
      </Field>
      <Field name="coreOffering" label={t("coreOffering")} hint={t("coreOfferingHint")} error={refused.coreOffering}>
        <Input name="coreOffering" maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Field>
      <Field name="seats" label={t("seats")} hint={t("seatsHint")} error={refused.seats} optional>
        <Input name="seats" inputMode="numeric" autoComplete="off" className="max-w-32" />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2 sm:items-end">
        <Field name="startsOn" label={t("startsOn")} error={refused.startsOn} optional>
          <Input name="startsOn" type="date" />
        </Field>
        <Field name="endsOn" label={t("endsOn")} error={refused.endsOn} optional>
          <Input name="endsOn" type="date" />
        </Field>
      </div>
      <p className="-mt-2 text-sm text-ink-muted">{t("daysHint")}</p>
      <div className="grid gap-3">
        <Checkbox name="requiresKyc" label={t("requiresKyc")} hint={t("requiresKycHint")} />
        <Checkbox name="allowsDirect" label={t("allowsDirect")} defaultChecked />
        <Checkbox name="allowsAuto" label={t("allowsAuto")} />
      </div>
    </>
  );
}
