"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { ChecksView } from "@/lib/platform/audit/view";
import { call } from "@/lib/platform/http/browser";
import { AuditVerdict } from "./audit-verdict";

type AuditCheckProps = { initial: ChecksView; canAct: boolean };

const address = "/api/v1/admin/audit/verify";
const key = ["audit-check"];

async function load(): Promise<ChecksView> {
  const { data, message } = await call<ChecksView>("GET", address);
  if (!data) throw new Error(message);
  return data;
}

/** Is the trail whole: what the last walk over it found, how far one is that goes on, and for an admin a new one. */
export function AuditCheck({ initial, canAct }: AuditCheckProps) {
  const t = useTranslations("audit.check");
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { data } = useQuery({
    queryKey: key,
    queryFn: load,
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.running ? 2000 : false),
    retry: false,
  });
  const { running, last } = data;
  const begin = async () => {
    setBusy(true);
    const { data: begun, message } = await call<ChecksView>("POST", address);
    setBusy(false);
    setProblem(begun ? null : message);
    if (begun) client.setQueryData(key, begun);
  };
  return (
    <Card
      title={t("title")}
      description={t("lead")}
      actions={
        canAct ? (
          <Button
            variant="secondary"
            size="small"
            busy={busy || running !== null}
            busyLabel={t("busy")}
            onClick={() => void begin()}
          >
            <ShieldCheck aria-hidden />
            {t("button")}
          </Button>
        ) : null
      }
    >
      <div className="grid gap-3">
        {problem ? (
          <p role="alert" className="text-sm text-danger">
            {problem}
          </p>
        ) : null}
        {running ? (
          <div className="grid gap-1.5">
            <ProgressBar
              label={t("progress")}
              value={running.total === null ? null : Math.min(running.checked, running.total)}
              max={running.total ?? undefined}
              valueText={t("progressText", { done: running.checked, total: running.total ?? 0 })}
            />
            <p className="text-sm text-ink-muted tabular-nums">
              {t("progressText", { done: running.checked, total: running.total ?? 0 })}
            </p>
          </div>
        ) : null}
        <div role="status">{last && !running ? <AuditVerdict check={last} /> : null}</div>
        {last || running ? null : <p className="text-ink-muted">{t("never")}</p>}
      </div>
    </Card>
  );
}
