"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";
import { RetryQuestion } from "./retry-question";
import { useRunEnd } from "./use-run-end";

type Props = {
  again: (input: unknown) => Promise<Envelope<{ jobId: number }>>;
  /** What is tried again. */
  label: string;
};

/** Goes on with what the last import lacks, after a question, and draws the page anew when that has ended. */
export function RetryImport({ again, label }: Props) {
  const t = useTranslations("stores.dashboard");
  const [running, setRunning] = useState<number | null>(null);
  useRunEnd(running, { onEnd: () => setRunning(null) });
  const start = async () => {
    const answer = await again({});
    if (answer.data) setRunning(answer.data.jobId);
    return answer;
  };
  return (
    <RetryQuestion
      trigger={
        <Button variant="secondary" size="small" busy={running !== null} busyLabel={t("retrying")}>
          <RotateCw aria-hidden />
          {label}
        </Button>
      }
      title={label}
      again={start}
    />
  );
}
