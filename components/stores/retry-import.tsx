"use client";

import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";
import { useRunEnd } from "./use-run-end";

type Props = {
  again: (input: unknown) => Promise<Envelope<{ jobId: number }>>;
  /** What is tried again. */
  label: string;
};

/** Goes on with what the last import lacks, and draws the page anew when that has ended. */
export function RetryImport({ again, label }: Props) {
  const t = useTranslations("stores.dashboard");
  const router = useRouter();
  const [running, setRunning] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useRunEnd(running, () => {
    setRunning(null);
    router.refresh();
  });
  const start = async () => {
    const answer = await again({});
    setProblem(answer.success ? null : answer.message);
    if (answer.data) setRunning(answer.data.jobId);
  };
  return (
    <div className="grid gap-2">
      <Button variant="secondary" size="small" busy={running !== null} busyLabel={t("retrying")} onClick={start}>
        <RotateCw aria-hidden />
        {label}
      </Button>
      {problem ? (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
