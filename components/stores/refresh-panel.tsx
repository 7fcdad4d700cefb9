"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { RefreshView } from "@/lib/stores/view/refresh";
import { RefreshOutcome } from "./refresh-outcome";
import { useRunEnd } from "./use-run-end";

type Props = {
  view: RefreshView;
  refresh: (input: unknown) => Promise<Envelope<{ jobId: number }>>;
  /** Where the store's pages are. */
  base: string;
  /** What is read: the feeds, or the orders. */
  of?: "refresh" | "orderUpdate";
};

/** How the feeds, or the orders, were read last, when they are next, and a way to have it done now. */
export function RefreshPanel({ view, refresh, base, of = "refresh" }: Props) {
  const t = useTranslations(`stores.${of}`);
  const [started, setStarted] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const running = view.state === "running" ? view.jobId : started !== null && started > view.jobId ? started : null;
  useRunEnd(running);
  const start = async () => {
    const answer = await refresh({});
    setProblem(answer.success ? null : answer.message);
    if (answer.data) setStarted(answer.data.jobId);
  };
  return (
    <Card
      title={t("title")}
      description={
        view.nextAt ? (
          <>
            {t("next")} <Time value={view.nextAt} />
          </>
        ) : undefined
      }
      actions={
        view.mayRefresh ? (
          <Button variant="secondary" size="small" busy={running !== null} busyLabel={t("running")} onClick={start}>
            <RefreshCw aria-hidden />
            {t("now")}
          </Button>
        ) : null
      }
    >
      <div role="status">
        {running === null ? (
          <RefreshOutcome view={view} base={base} of={of} />
        ) : (
          <Status tone="active">{t("reading")}</Status>
        )}
      </div>
      {problem ? (
        <p role="alert" className="mt-2 text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </Card>
  );
}
