"use client";

import { useTranslations } from "next-intl";
import type { ReactElement } from "react";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { BulkAction, BulkBegun } from "@/lib/platform/bulk/schema";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";
import { BulkPreviewed, type BulkWhich } from "./bulk-previewed";
import { ReasonField } from "./reason-field";

type BulkActProps = {
  action: BulkAction;
  icon: ReactElement;
  which: BulkWhich;
  count: number;
  onBegun: (id: number) => void;
  /** What the button says, where that is more than the act's own word. */
  label?: string;
  variant?: "primary" | "secondary";
};

// Above this, one button is too easily pressed.
const askedAbove = 100;

/** A button that asks what an act on many would do, and orders it as a job; nothing is done where they are more than was stated. */
export function BulkAct({ action, icon, which, count, onBegun, label, variant = "secondary" }: BulkActProps) {
  const t = useTranslations("bulk.ask");
  const word = t(`acts.${action}.button`);
  const isAsked = count > askedAbove;
  const order = async (given: FormData): Promise<Envelope<BulkBegun>> => {
    const reason = String(given.get("reason") ?? "").trim();
    const typed = String(given.get("expectedCount") ?? "").replace(/\D/g, "");
    // Fewer than are meant now is refused there; more than was shown here is never stated.
    const expectedCount = isAsked ? Math.min(Number(typed), count) || null : count;
    const body = { action, ...which, expectedCount, ...(reason ? { reason } : {}) };
    const answer = await call<BulkBegun>("POST", "/api/v1/admin/bulk", body);
    if (answer.success && answer.data) onBegun(answer.data.id);
    const isOther = answer.error?.code === "version_conflict" && answer.data;
    return isOther ? { ...answer, message: t("countNow", { count: isOther.total }) } : answer;
  };
  return (
    <Question
      trigger={
        <Button variant={variant} size="small">
          {icon}
          {label ?? word}
        </Button>
      }
      title={t(`acts.${action}.title`, { count })}
      effect={t(`acts.${action}.effect`)}
      goBack={action === "cancel" ? t("goBack") : undefined}
      confirm={{ label: t("confirm", { act: word, count }), busy: t("busy"), isDanger: action === "cancel" }}
      act={order}
    >
      {refused => (
        <>
          <BulkPreviewed action={action} which={which} count={count} />
          {isAsked ? (
            <Field name="expectedCount" label={t("type", { count })} hint={t("typeHint")} error={refused.expectedCount}>
              <Input name="expectedCount" inputMode="numeric" autoComplete="off" className="max-w-40 tabular-nums" />
            </Field>
          ) : null}
          <ReasonField label={t("reason")} hint={t("reasonHint")} error={refused.reason} optional />
        </>
      )}
    </Question>
  );
}
