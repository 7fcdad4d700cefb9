"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";
import { webhookAddress } from "./webhook-names";

/** Sends a message again under its id; what was refused is told beside the button. */
export function WebhookReplay({ accountId, id, event }: { accountId: string; id: string; event: string }) {
  const t = useTranslations("partners.webhook.replay");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const replay = async () => {
    setBusy(true);
    const { success, message } = await call("POST", `${webhookAddress(accountId)}/messages/${id}/replay`);
    setBusy(false);
    setProblem(success ? null : message);
    // The button goes while the message waits: whoever pressed it stays on the page.
    if (success) document.getElementById("main")?.focus();
    router.refresh();
  };
  return (
    <span className="relative grid justify-items-start gap-1 max-sm:justify-items-end">
      <Button variant="secondary" size="small" busy={busy} busyLabel={t("busy")} onClick={() => void replay()}>
        <RotateCcw aria-hidden />
        <span>{t.rich("buttonFor", { event, hidden: chunks => <span className="sr-only">{chunks}</span> })}</span>
      </Button>
      <span role="status" className="text-sm text-danger">
        {problem}
      </span>
    </span>
  );
}
