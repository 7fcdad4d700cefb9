"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Envelope } from "@/lib/platform/http/envelope";

type FinishSetupProps = {
  finish: (input: unknown) => Promise<Envelope<unknown>>;
  /** When the answers on this page were kept. */
  seenAt: string;
};

/** Ends the set-up with the answers as they were looked over, and leads to the dashboard. */
export function FinishSetup({ finish, seenAt }: FinishSetupProps) {
  const t = useTranslations("practitioners.check");
  const flow = useTranslations("flow");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [leaving, startLeaving] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const go = async () => {
    setBusy(true);
    setProblem(null);
    const answer = await finish({ seenAt }).catch(() => null);
    setBusy(false);
    const code = answer?.error?.code;
    // Another window ended it meanwhile: that is what was wanted.
    if (answer?.success || code === "already_completed") return startLeaving(() => router.push("/dashboard"));
    setProblem(code === "version_conflict" ? t("changed") : (answer?.message ?? flow("saveFailed")));
    if (code === "version_conflict") router.refresh();
  };
  return (
    <div className="grid gap-4">
      {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
      <Button
        size="large"
        className="max-sm:w-full sm:justify-self-start"
        busy={busy || leaving}
        busyLabel={t("finishing")}
        onClick={() => void go()}
      >
        {t("finish")}
      </Button>
    </div>
  );
}
