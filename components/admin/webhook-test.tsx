"use client";

import { PlugZap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { call } from "@/lib/platform/http/browser";
import type { WebhookTestView } from "@/lib/platform/webhooks/schema";
import { webhookAddress } from "./webhook-names";

type Found = { ok: boolean; message: string };

/** Sends a test message and says what came of it, which is in the log below as well. */
export function WebhookTest({ accountId }: { accountId: string }) {
  const t = useTranslations("partners.webhook.test");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const test = async () => {
    setBusy(true);
    setFound(null);
    const { data, message } = await call<WebhookTestView>("POST", `${webhookAddress(accountId)}/test`);
    setBusy(false);
    setFound({ ok: data?.ok ?? false, message: data?.message ?? message });
    router.refresh();
  };
  return (
    <>
      <Button variant="secondary" busy={busy} busyLabel={t("busy")} onClick={() => void test()}>
        <PlugZap aria-hidden />
        {t("button")}
      </Button>
      <div role="status" className="order-last w-full empty:hidden">
        {found ? <Notice tone={found.ok ? "success" : "warning"} title={found.message} /> : null}
      </div>
    </>
  );
}
