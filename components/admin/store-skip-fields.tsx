"use client";

import { useTranslations } from "next-intl";
import type { Refused } from "@/components/flow/use-question";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ReasonField } from "./reason-field";

/** Why a set-up is skipped, and until when. */
export function StoreSkipFields({ refused }: { refused: Refused["fields"] }) {
  const t = useTranslations("admin.stores.skip");
  return (
    <>
      <ReasonField label={t("reason")} hint={t("reasonHint")} error={refused.reason} />
      <Field name="until" label={t("until")} hint={t("untilHint")} error={refused.until} optional>
        <Input name="until" type="date" className="max-w-48" autoComplete="off" />
      </Field>
    </>
  );
}
