"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

/** Asks whether the key shall go, says what stops working without it, and destroys it. */
export function DeleteKey({ lastFour, name }: { lastFour: string; name: string }) {
  const t = useTranslations("agents.key.delete");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button variant="secondary" size="small">
          <Trash2 aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", { lastFour, name })}
      effect={t("effect")}
      confirm={{ label: t("confirm"), busy: t("busy"), isDanger: true }}
      act={() => call("DELETE", "/api/v1/agents/credentials")}
      onDone={router.refresh}
    />
  );
}
