"use client";

import { useTranslations } from "next-intl";
import type { Refused } from "@/components/flow/use-question";
import { EffectList } from "@/components/ui/effect-list";
import { RadioGroup } from "@/components/ui/radio-group";
import { importParts } from "@/lib/stores/schema/choices";
import { ReasonField } from "./reason-field";

const effects = ["reads", "bell", "mail", "key"] as const;

type Props = {
  refused: Refused["fields"];
  /** Nothing is missing: only a part and all after it can run again. */
  isComplete: boolean;
};

/** What of an import shall run again and why, and what that does outside. */
export function RunAgainFields({ refused, isComplete }: Props) {
  const t = useTranslations("admin.stores.again");
  const missing = { value: "missing", label: t("missing.label"), hint: t("missing.hint") };
  const parts = importParts.map(part => ({
    value: part,
    label: t(`from.${part}.label`),
    hint: t(`from.${part}.hint`),
  }));
  const options = isComplete ? parts : [missing, ...parts];
  return (
    <>
      <RadioGroup
        name="from"
        legend={t("what")}
        options={options}
        defaultValue={options[0]?.value}
        error={refused.from}
      />
      <div>
        <p className="mb-1.5 font-medium">{t("outside")}</p>
        <EffectList names={effects} say={name => t(`effects.${name}`)} />
      </div>
      <ReasonField label={t("reason")} hint={t("reasonHint")} error={refused.reason} optional />
    </>
  );
}
