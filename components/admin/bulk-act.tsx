"use client";

import { useTranslations } from "next-intl";
import { type ReactElement, useState } from "react";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { BulkAction, BulkBegun } from "@/lib/platform/bulk/schema";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";
import { type BulkLook, BulkPreviewed, type BulkWhich } from "./bulk-previewed";
import { askedCount, statedCount, typedAbove } from "./bulk-stated";
import { endOfDay } from "./onboarding-acts-of";
import { ReasonField } from "./reason-field";
import { StoreSkipFields } from "./store-skip-fields";

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

/** A button that asks what an act on many would do, and orders it as a job. Nothing is done where they are more than was stated: then it asks again, about as many as there are. */
export function BulkAct({ action, icon, which, count, onBegun, label, variant = "secondary" }: BulkActProps) {
  const t = useTranslations("bulk.ask");
  const [seen, see] = useState<BulkLook>(null);
  const [round, setRound] = useState(0);
  const word = t(`acts.${action}.button`);
  const matching = seen !== null && typeof seen === "object" ? seen.total : null;
  const shown = askedCount(count, matching);
  // While nobody knows how many they are, and where it would be refused, there is nothing to press.
  const isOff = seen === null || matching === 0 || (matching !== null && matching > shown);
  const isTyped = shown > typedAbove;
  const order = async (given: FormData): Promise<Envelope<BulkBegun>> => {
    const reason = String(given.get("reason") ?? "").trim();
    const expectedCount = statedCount(isTyped ? String(given.get("expectedCount") ?? "") : null, shown);
    const until = action === "skip" ? { until: endOfDay(String(given.get("until") ?? "")) } : {};
    const body = { action, ...which, expectedCount, ...(reason ? { reason } : {}), ...until };
    const answer = await call<BulkBegun>("POST", "/api/v1/admin/bulk", body);
    if (answer.success && answer.data) onBegun(answer.data.id);
    const isOther = answer.error?.code === "version_conflict" && answer.data;
    if (!isOther) return answer;
    see(null);
    setRound(round + 1);
    return { ...answer, message: t("countNow", { count: isOther.total }) };
  };
  return (
    <Question
      trigger={
        <Button variant={variant} size="small">
          {icon}
          {label ?? word}
        </Button>
      }
      title={t(`acts.${action}.title`, { count: shown })}
      effect={t(`acts.${action}.effect`)}
      goBack={action === "cancel" ? t("goBack") : undefined}
      confirm={{
        label: t("confirm", { act: word, count: shown }),
        busy: t("busy"),
        isDanger: action === "cancel",
        isOff,
      }}
      act={order}
    >
      {refused => (
        <>
          <BulkPreviewed {...{ action, which, count, round, seen, see }} />
          {isTyped ? (
            <Field
              name="expectedCount"
              label={t("type", { count: shown })}
              hint={t("typeHint")}
              error={refused.expectedCount}
            >
              <Input name="expectedCount" inputMode="numeric" autoComplete="off" className="max-w-40 tabular-nums" />
            </Field>
          ) : null}
          {action === "skip" ? (
            <StoreSkipFields refused={refused} />
          ) : (
            <ReasonField label={t("reason")} hint={t("reasonHint")} error={refused.reason} optional />
          )}
        </>
      )}
    </Question>
  );
}
