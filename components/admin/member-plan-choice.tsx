"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Refused } from "@/components/flow/use-question";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import type { StaffExplained } from "@/lib/members/view/activation";
import type { PlanView } from "@/lib/members/view/employer";
import { MemberDecision } from "./member-decision";
import { type Preview, usePreview } from "./use-preview";

type MemberPlanChoiceProps = {
  memberId: number;
  plans: readonly Pick<PlanView, "id" | "name" | "coreOffering">[];
  preview: Preview;
  refused: Refused["fields"];
};

const isTakenElsewhere = (decision: StaffExplained | null) =>
  decision?.rules.some(({ code }) => code === "duplicate_core_offering") ?? false;

/** Which plan, whether it takes the place of another, and what would happen. */
export function MemberPlanChoice({ memberId, plans, preview, refused }: MemberPlanChoiceProps) {
  const t = useTranslations("members.acts.activate");
  const [planSubscriptionId, setPlan] = useState(plans.length === 1 ? (plans[0]?.id ?? "") : "");
  const [replaces, setReplaces] = useState(false);
  const { decision, problem, isLooking } = usePreview(memberId, { planSubscriptionId, replaces }, preview);
  const planName = plans.find(({ id }) => id === planSubscriptionId)?.name ?? "";
  if (plans.length === 0) return null;
  return (
    <>
      <Field name="planSubscriptionId" label={t("plan")} error={refused.planSubscriptionId}>
        <Select
          name="planSubscriptionId"
          value={planSubscriptionId}
          onChange={({ target }) => {
            setPlan(target.value);
            setReplaces(false);
          }}
        >
          <option value="">{t("choosePlan")}</option>
          {plans.map(({ id, name, coreOffering }) => (
            <option key={id} value={id}>
              {`${name} (${coreOffering})`}
            </option>
          ))}
        </Select>
      </Field>
      {replaces || isTakenElsewhere(decision) ? (
        <Checkbox
          name="replaces"
          label={t("replace")}
          hint={t("replaceHint")}
          checked={replaces}
          onChange={({ target }) => setReplaces(target.checked)}
        />
      ) : null}
      <div role="status" className="grid gap-2 empty:hidden">
        {isLooking ? <p className="text-sm text-ink-muted">{t("looking")}</p> : null}
        {problem === null ? null : <Notice tone="danger" title={problem || t("failed")} />}
        {decision ? <MemberDecision decision={decision} planName={planName} /> : null}
      </div>
    </>
  );
}
