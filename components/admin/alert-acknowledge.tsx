"use client";

import { Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

/** Says that somebody looks after this alert; what was refused is told beside the button. */
export function AlertAcknowledge({ id, name }: { id: number; name: string }) {
  const t = useTranslations("alerts.acknowledge");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const acknowledge = async () => {
    setBusy(true);
    const { success, message } = await call("POST", `/api/v1/admin/alerts/${id}/ack`, {});
    setBusy(false);
    setProblem(success ? null : message);
    // The button goes with its alert's state: whoever pressed it stays on the page.
    if (success) document.getElementById("main")?.focus();
    router.refresh();
  };
  return (
    <span className="relative grid justify-items-start gap-1 max-sm:justify-items-end">
      <Button variant="secondary" size="small" busy={busy} busyLabel={t("busy")} onClick={() => void acknowledge()}>
        <Check aria-hidden />
        <span>{t.rich("buttonFor", { name, hidden: chunks => <span className="sr-only">{chunks}</span> })}</span>
      </Button>
      <span role="status" className="text-sm text-danger">
        {problem}
      </span>
    </span>
  );
}
