"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";

/** Puts the list of what is left to do away, for ever, after a question. */
export function DismissChecklist({ dismiss }: { dismiss: (input: unknown) => Promise<Envelope<unknown>> }) {
  const t = useTranslations("stores.checklist.dismiss");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button variant="ghost" size="small" className="-ml-3">
          {t("button")}
        </Button>
      }
      title={t("title")}
      effect={t("effect")}
      confirm={{ label: t("confirm"), busy: t("busy") }}
      act={() => dismiss({})}
      onDone={router.refresh}
    />
  );
}
