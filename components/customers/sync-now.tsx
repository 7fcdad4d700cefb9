"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { CustomerActions } from "./customer-actions";
import { useSyncAct } from "./use-sync-act";

type SyncNowProps = { customerId: number; sync: CustomerActions["sync"] };

/** Syncs a customer's workflows now. */
export function SyncNow({ customerId, sync }: SyncNowProps) {
  const t = useTranslations("customers.acts");
  const { busy, told, problem, begin } = useSyncAct(sync);
  return (
    <span className="relative grid gap-1">
      <Button busy={busy} busyLabel={t("syncing")} onClick={() => begin({ customerId })}>
        <RefreshCw aria-hidden />
        {t("sync")}
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
