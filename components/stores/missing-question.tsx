"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Envelope } from "@/lib/platform/http/envelope";

/** What is asked: how many of how many products are in no feed any more, as which run found it. */
export type Question = { jobId: number; count: number; present: number };
type Props = { question: Question; answer: (input: unknown) => Promise<Envelope<{ count: number }>> };

/** Asks the owner what shall become of products that are in no feed any more, and does just that. */
export function MissingQuestion({ question, answer }: Props) {
  const t = useTranslations("stores.missing");
  const router = useRouter();
  const [busy, setBusy] = useState<"keep" | "remove" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isLeaving, startLeaving] = useTransition();
  const { jobId, count, present } = question;
  const decide = async (remove: boolean) => {
    setBusy(remove ? "remove" : "keep");
    const told = await answer({ jobId, count, remove });
    setProblem(told.success ? null : told.message);
    setBusy(null);
    startLeaving(() => router.refresh());
  };
  return (
    <Notice
      tone="warning"
      title={t("title", { count, present })}
      actions={
        <>
          <Button
            variant="secondary"
            busy={busy === "keep" || isLeaving}
            busyLabel={t("working")}
            onClick={() => void decide(false)}
          >
            {t("keep")}
          </Button>
          <Button
            variant="danger"
            busy={busy === "remove" || isLeaving}
            busyLabel={t("working")}
            onClick={() => void decide(true)}
          >
            {t("remove", { count })}
          </Button>
        </>
      }
    >
      <p>{t("help")}</p>
      {problem ? (
        <p role="alert" className="mt-1 text-danger">
          {problem}
        </p>
      ) : null}
    </Notice>
  );
}
