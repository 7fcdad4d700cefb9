"use client";

import { CircleStop } from "lucide-react";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";

type Props = { stop: (input: unknown) => Promise<Envelope<unknown>>; onStopped: () => Promise<void> };

/** Asks whether the import shall stop, says what stays, and stops it. */
export function StopImport({ stop, onStopped }: Props) {
  const t = useTranslations("stores.import.stop");
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
      confirm={{ label: t("button"), busy: t("busy"), isDanger: true }}
      goBack={t("goOn")}
      act={() => stop({})}
      onDone={onStopped}
    />
  );
}
