"use client";

import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

const lookAgainMs = 4_000;

/** Syncs the customer's workflows now; while that goes on the page is drawn anew from time to time. */
export function SyncOwn({ customerId, isRunning }: { customerId: number; isRunning: boolean }) {
  const t = useTranslations("customer.sync");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), lookAgainMs);
    return () => clearInterval(timer);
  }, [isRunning, router]);
  const sync = async () => {
    setBusy(true);
    const answer = await call("POST", "/api/v1/customer/sync", { customerId });
    setBusy(false);
    setProblem(answer.success ? null : (answer.error?.message ?? answer.message));
    setTold(answer.success ? t("begun") : "");
    if (answer.success) router.refresh();
  };
  return (
    <div className="grid justify-items-start gap-2 sm:justify-items-end">
      <Button variant="secondary" busy={busy || isRunning} busyLabel={t("running")} onClick={() => void sync()}>
        <RotateCw aria-hidden />
        {t("now")}
      </Button>
      <p role="status" className="sr-only">
        {told}
      </p>
      {problem ? (
        <p role="alert" className="max-w-xs text-sm text-pretty text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
