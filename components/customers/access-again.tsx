"use client";

import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import type { CustomerActions } from "./customer-actions";
import { useSyncAct } from "./use-sync-act";

type AccessAgainProps = { customerId: number; isRunning: boolean; retry: CustomerActions["sync"] };

const lookAgainMs = 3_000;

/** Tests the rights of a customer's roles anew; while that goes on the page is drawn anew from time to time. */
export function AccessAgain({ customerId, isRunning, retry }: AccessAgainProps) {
  const t = useTranslations("customers.access.test");
  const router = useRouter();
  const { busy, told, problem, begin } = useSyncAct(retry, t("begun"));
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), lookAgainMs);
    return () => clearInterval(timer);
  }, [isRunning, router]);
  return (
    <span className="relative grid justify-items-end gap-1">
      <Button
        variant="secondary"
        size="small"
        busy={busy || isRunning}
        busyLabel={t("running")}
        onClick={() => void begin({ customerId, from: "user_access" })}
      >
        <RotateCw aria-hidden />
        {t("again")}
      </Button>
      <span role="status" className="sr-only">
        {told}
      </span>
      {problem ? (
        <span role="alert" className="max-w-64 text-sm text-danger">
          {problem}
        </span>
      ) : null}
    </span>
  );
}
