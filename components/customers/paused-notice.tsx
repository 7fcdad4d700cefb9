"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { CustomerActions } from "./customer-actions";

type PausedNoticeProps = {
  customerId: number;
  since: string;
  /** Nothing where somebody may only look. */
  resume: CustomerActions["resume"] | null;
};

/** Says that planned syncs are paused because too many in a row failed, with the one button that has them go on. */
export function PausedNotice({ customerId, since, resume }: PausedNoticeProps) {
  const t = useTranslations("customers.pause");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const goOn = async () => {
    if (!resume || busy) return;
    setBusy(true);
    const answer = await resume({ customerId }).catch(() => null);
    setBusy(false);
    if (answer?.success) router.refresh();
    setProblem(answer?.success ? null : (answer?.error?.message ?? answer?.message ?? t("lost")));
  };
  return (
    <Notice
      tone="warning"
      title={t("title")}
      actions={
        resume ? (
          <Button size="small" busy={busy} busyLabel={t("resuming")} onClick={() => void goOn()}>
            {t("resume")}
          </Button>
        ) : undefined
      }
    >
      <p>{t.rich("since", { when: () => <Time value={since} /> })}</p>
      <p>{t("help")}</p>
      {problem ? (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      ) : null}
    </Notice>
  );
}
