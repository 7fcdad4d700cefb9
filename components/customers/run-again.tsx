"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import type { CustomerActions } from "./customer-actions";
import { RunReason, readReason } from "./run-reason";
import { useStepNames } from "./use-step-names";

type RunAgainProps = {
  customerId: number;
  /** Nothing is missing: only a step and all after it can run again, or all. */
  isComplete: boolean;
  /** Something else has to be mended first. */
  isSecond?: boolean;
  retry: CustomerActions["retry"];
};

const startable = ["credential_validation", "workflow_sync", "user_access", "monitoring"] as const;
const orders: Record<string, Record<string, unknown>> = {
  missing: {},
  all: { all: true },
  ...Object.fromEntries(startable.map(from => [from, { from }])),
};

/** Asks which steps shall run again, and has them run: what is not done, everything from one on, or all. */
export function RunAgain({ customerId, isComplete, isSecond = isComplete, retry }: RunAgainProps) {
  const t = useTranslations("customers.acts.again");
  const nameOf = useStepNames();
  const missing = { value: "missing", label: t("missing"), hint: t("missingHint") };
  const options = [
    ...(isComplete ? [] : [missing]),
    ...startable.map(id => ({ value: id, label: t("from", { step: nameOf({ id }) }), hint: t("fromHint") })),
    { value: "all", label: t("all"), hint: t("allHint") },
  ];
  return (
    <ToldQuestion
      trigger={
        <Button variant={isSecond ? "secondary" : "primary"}>
          <RotateCw aria-hidden />
          {t(isComplete ? "button" : "retry")}
        </Button>
      }
      title={t("title")}
      effect={t("effect")}
      confirm={{ label: t("confirm"), busy: t("busy") }}
      act={given => retry({ customerId, ...orders[String(given.get("what"))], ...readReason(given) })}
      done={t("done")}
    >
      {refused => (
        <>
          <RadioGroup
            name="what"
            legend={t("what")}
            options={options}
            defaultValue={options[0]?.value}
            error={refused.what ?? refused.from}
          />
          <RunReason error={refused.reason} />
        </>
      )}
    </ToldQuestion>
  );
}
