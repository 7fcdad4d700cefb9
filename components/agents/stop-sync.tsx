"use client";

import { CircleStop } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

/** Asks whether the sync shall stop, says what stays, and stops it. */
export function StopSync() {
  const t = useTranslations("agents.sync.stop");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button variant="secondary">
          <CircleStop aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title")}
      effect={t("effect")}
      confirm={{ label: t("confirm"), busy: t("busy"), isDanger: true }}
      goBack={t("goOn")}
      act={() => call("POST", "/api/v1/agents/onboarding/cancel", {})}
      onDone={router.refresh}
    />
  );
}
