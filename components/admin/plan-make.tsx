"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";
import { PlanFields } from "./plan-fields";

const rules = ["requiresKyc", "allowsDirect", "allowsAuto"] as const;

function toPlan(given: FormData, parentSubscriptionId: string) {
  const text = (name: string) => String(given.get(name) ?? "").trim();
  const seats = text("seats");
  return {
    parentSubscriptionId,
    ...{ name: text("name"), coreOffering: text("coreOffering"), startsOn: text("startsOn"), endsOn: text("endsOn") },
    ...Object.fromEntries(rules.map(rule => [rule, given.has(rule)])),
    seats: seats === "" ? null : Number(seats),
  };
}

type MakePlanProps = { contractId: string; make: (input: unknown) => Promise<Envelope<unknown>> };

/** Asks what a plan of a contract is: its core offering, seats, days and rules. */
export function MakePlan({ contractId, make }: MakePlanProps) {
  const t = useTranslations("members.acts.plan");
  const words = useTranslations("members.employers");
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary" size="small">
          <Plus aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title")}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: words("busy") }}
      act={given => make(toPlan(given, contractId))}
      done={t("done")}
    >
      {refused => <PlanFields refused={refused} />}
    </ToldQuestion>
  );
}
