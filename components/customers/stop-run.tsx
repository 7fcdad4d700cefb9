"use client";

import { CircleStop } from "lucide-react";
import { useTranslations } from "next-intl";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import type { CustomerActions } from "./customer-actions";
import { RunReason, readReason } from "./run-reason";

type StopRunProps = { customerId: number; name: string; stop: CustomerActions["stop"] };

/** Asks whether what goes on shall stop and why, says what stays, and stops it. */
export function StopRun({ customerId, name, stop }: StopRunProps) {
  const t = useTranslations("customers.acts.stop");
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary">
          <CircleStop aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", { name })}
      effect={t("effect")}
      goBack={t("goOn")}
      confirm={{ label: t("button"), busy: t("busy"), isDanger: true }}
      act={given => stop({ customerId, ...readReason(given) })}
      done={t("done")}
    >
      {refused => <RunReason error={refused.reason} />}
    </ToldQuestion>
  );
}
