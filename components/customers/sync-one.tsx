"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { CustomerActions } from "./customer-actions";
import { useSyncAct } from "./use-sync-act";

type SyncOneProps = { customerId: number; workflowId: number; name: string; sync: CustomerActions["sync"] };

/** Syncs one workflow alone. */
export function SyncOne({ customerId, workflowId, name, sync }: SyncOneProps) {
  const t = useTranslations("customers.list");
  const acts = useTranslations("customers.acts");
  const { busy, told, problem, begin } = useSyncAct(sync, t("begun", { name }));
  return (
    // In its own box, because the hidden words would else stick out of the table's.
    <span className="relative grid justify-items-start gap-1 max-sm:justify-items-end">
      <Button
        variant="secondary"
        size="small"
        aria-label={t("syncOf", { name })}
        busy={busy}
        busyLabel={acts("syncing")}
        onClick={() => begin({ customerId, workflowId })}
      >
        {t("sync")}
      </Button>
      <span role="status" className="text-sm text-success empty:hidden">
        {told}
      </span>
      {problem ? (
        <span role="alert" className="text-sm text-danger">
          {problem}
        </span>
      ) : null}
    </span>
  );
}
