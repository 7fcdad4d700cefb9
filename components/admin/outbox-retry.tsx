"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

const address = "/api/v1/admin/outbox";

/** Sends a failed message again, and says so; what was refused is told beside the button. */
export function OutboxRetry({ id }: { id: string }) {
  const t = useTranslations("outbox.retry");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ isDone: boolean; text: string } | null>(null);
  const retry = async () => {
    setBusy(true);
    const { success, message } = await call("POST", `${address}/${id}/retry`);
    setBusy(false);
    setTold({ isDone: success, text: success ? t("done") : message });
    // The button goes while the message waits: whoever pressed it stays on the page.
    if (success) document.getElementById("main")?.focus();
    router.refresh();
  };
  return (
    <span className="relative grid justify-items-start gap-1 max-sm:justify-items-end">
      <Button variant="secondary" size="small" busy={busy} busyLabel={t("busy")} onClick={() => void retry()}>
        <RotateCcw aria-hidden />
        <span>{t.rich("buttonFor", { id, hidden: chunks => <span className="sr-only">{chunks}</span> })}</span>
      </Button>
      <span role="status" className={told?.isDone ? "sr-only" : "text-sm text-danger"}>
        {told?.text}
      </span>
    </span>
  );
}

/** Sends all failed messages again that a filter finds, after a question that says how many. */
export function OutboxRetryAll({ filter, count }: { filter: Readonly<Record<string, string>>; count: number }) {
  const t = useTranslations("outbox.retry");
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary" size="small">
          <RotateCcw aria-hidden />
          {t("all", { count })}
        </Button>
      }
      title={t("allTitle", { count })}
      effect={t("allEffect")}
      confirm={{ label: t("all", { count }), busy: t("busy") }}
      act={() => call("POST", `${address}/retry`, { ...filter, expectedCount: count })}
      done={t("allDone")}
    />
  );
}
