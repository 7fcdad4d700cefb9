"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

type WebhookReplayProps = { id: string; event: string; isWaiting: boolean };

/** Sends a message again under its id, and says so; what was refused is told beside the button. One that waits has none. */
export function WebhookReplay({ id, event, isWaiting }: WebhookReplayProps) {
  const t = useTranslations("partners.webhook.replay");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ isDone: boolean; text: string } | null>(null);
  const replay = async () => {
    setBusy(true);
    const { success, message } = await call("POST", `/api/v1/admin/deliveries/${id}/replay`);
    setBusy(false);
    setTold({ isDone: success, text: success ? t("done") : message });
    // The button goes while the message waits: whoever pressed it stays on the page.
    if (success) document.getElementById("main")?.focus();
    router.refresh();
  };
  return (
    <span className="relative grid justify-items-start gap-1 max-sm:justify-items-end">
      {isWaiting ? (
        <span className="max-sm:hidden">–</span>
      ) : (
        <Button variant="secondary" size="small" busy={busy} busyLabel={t("busy")} onClick={() => void replay()}>
          <RotateCcw aria-hidden />
          <span>{t.rich("buttonFor", { event, hidden: chunks => <span className="sr-only">{chunks}</span> })}</span>
        </Button>
      )}
      <span role="status" className={told?.isDone ? "sr-only" : "text-sm text-danger"}>
        {told?.text}
      </span>
    </span>
  );
}
