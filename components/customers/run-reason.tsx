"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

/** Why an admin has a run begin or stop, if they say so; its form sends it as `reason`. */
export function RunReason({ error }: { error: string | undefined }) {
  const t = useTranslations("customers.acts");
  return (
    <Field name="reason" label={t("reason")} hint={t("reasonHint")} error={error} optional>
      <Textarea name="reason" rows={3} maxLength={500} autoComplete="off" />
    </Field>
  );
}

/** What was said of it. */
export function readReason(given: FormData): { reason?: string } {
  const reason = String(given.get("reason") ?? "").trim();
  return reason ? { reason } : {};
}
