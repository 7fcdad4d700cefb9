"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";
import { ReasonField } from "./reason-field";

/** A button that asks why this job shall run again. */
export function RedriveJob({ id, job }: { id: string; job: string }) {
  const t = useTranslations("health.redrive");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button variant="secondary" size="small">
          <RotateCcw aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", { job })}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: t("busy") }}
      act={given => call("POST", `/api/v1/admin/jobs/${id}/redrive`, { reason: given.get("reason") })}
      onDone={router.refresh}
    >
      {({ reason }) => <ReasonField label={t("reason")} hint={t("reasonHint")} error={reason} />}
    </Question>
  );
}
