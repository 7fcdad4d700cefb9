"use client";

import { Ban, KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { PartnerActions } from "./partner-acts";
import { ReasonField } from "./reason-field";

type PartnerRowActsProps = { id: string; acts: PartnerActions; onDone: () => void };

// Nothing is no 0: that would end the present secret at once.
const toHours = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

/** What an admin can do with an account that is open. */
export function PartnerRowActs(props: PartnerRowActsProps) {
  return (
    <div className="flex flex-wrap gap-2 xl:flex-nowrap">
      <RotatePartner {...props} />
      <DisablePartner {...props} />
    </div>
  );
}

function RotatePartner({ id, acts, onDone }: PartnerRowActsProps) {
  const t = useTranslations("partners");
  const act = (given: FormData) => {
    const overlapHours = toHours(String(given.get("overlapHours")));
    return acts.rotate({ id, reason: String(given.get("reason")), overlapHours });
  };
  return (
    <Question
      trigger={
        <Button variant="secondary" size="small">
          <KeyRound aria-hidden />
          {t("rotate.button")}
        </Button>
      }
      title={t("rotate.title", { id })}
      effect={t("rotate.effect")}
      confirm={{ label: t("rotate.button"), busy: t("busy") }}
      act={act}
      onDone={onDone}
    >
      {({ overlapHours, reason }) => (
        <>
          <Field name="overlapHours" label={t("rotate.overlap")} hint={t("rotate.overlapHint")} error={overlapHours}>
            <Input name="overlapHours" inputMode="numeric" defaultValue="24" className="max-w-24" />
          </Field>
          <ReasonField label={t("reason")} hint={t("reasonHint")} error={reason} />
        </>
      )}
    </Question>
  );
}

function DisablePartner({ id, acts, onDone }: PartnerRowActsProps) {
  const t = useTranslations("partners");
  return (
    <Question
      trigger={
        <Button variant="secondary" size="small">
          <Ban aria-hidden />
          {t("disable.button")}
        </Button>
      }
      title={t("disable.title", { id })}
      effect={t("disable.effect")}
      confirm={{ label: t("disable.button"), busy: t("busy"), isDanger: true }}
      act={given => acts.disable({ id, reason: String(given.get("reason")) })}
      onDone={onDone}
    >
      {({ reason }) => <ReasonField label={t("reason")} hint={t("reasonHint")} error={reason} />}
    </Question>
  );
}
