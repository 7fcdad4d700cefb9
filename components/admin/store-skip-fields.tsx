"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

/** What the server refused, by field; the rest belongs to none. */
export type FieldProblems = { reason?: string; until?: string; rest?: string };

/** Why a set-up is skipped, and until when. */
export function StoreSkipFields({ problems }: { problems: FieldProblems }) {
  const t = useTranslations("admin.stores.skip");
  return (
    <>
      <Field name="reason" label={t("reason")} hint={t("reasonHint")} error={problems.reason}>
        <Textarea name="reason" rows={3} maxLength={500} autoComplete="off" />
      </Field>
      <Field name="until" label={t("until")} hint={t("untilHint")} error={problems.until} optional>
        <Input name="until" type="date" className="max-w-48" autoComplete="off" />
      </Field>
    </>
  );
}
