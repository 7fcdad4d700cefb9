"use client";

import { Ban } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { MemberItem } from "@/lib/members/view/member";
import type { Envelope } from "@/lib/platform/http/envelope";
import { ReasonField } from "./reason-field";

type MemberDeactivateProps = {
  member: { id: number; name: string };
  /** What they have now. */
  plans: MemberItem["plans"];
  deactivate: (input: unknown) => Promise<Envelope<unknown>>;
  onDone: (told: string) => void;
};

/** Asks why, and which plan where there are several, and ends it. */
export function MemberDeactivate({ member, plans, deactivate, onDone }: MemberDeactivateProps) {
  const t = useTranslations("members.acts.deactivate");
  const words = useTranslations("members.employers");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button variant="secondary">
          <Ban aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", member)}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: words("busy"), isDanger: true }}
      act={given => deactivate({ id: member.id, ...Object.fromEntries(given) })}
      onDone={() => {
        onDone(t("done", member));
        router.refresh();
      }}
    >
      {refused => (
        <>
          {plans.length > 1 ? (
            <Field name="planSubscriptionId" label={t("which")} error={refused.planSubscriptionId}>
              <Select name="planSubscriptionId">
                <option value="">{t("all")}</option>
                {plans.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            </Field>
          ) : null}
          <ReasonField label={words("reason")} hint={words("reasonHint")} error={refused.reason} />
        </>
      )}
    </Question>
  );
}
