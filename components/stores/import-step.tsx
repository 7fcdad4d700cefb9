"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { SyncProgress } from "@/components/flow/sync-progress";
import { isEnded, type SyncData, type SyncPart } from "@/components/flow/sync-view";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";
import { FinishButton } from "./finish-button";
import { type ImportAnswers, ImportCheck } from "./import-check";
import { ImportIssues } from "./import-issues";
import { RetryQuestion } from "./retry-question";
import { StopImport } from "./stop-import";

type Started = { jobId: number; createdNew: boolean };
type Import = SyncData & { jobId: number; daysBack: number | null; includeProducts: boolean | null };
type Props = {
  answers: ImportAnswers;
  current: Import | null;
  start: (input: unknown) => Promise<Envelope<Started>>;
  stop: (input: unknown) => Promise<Envelope<unknown>>;
  finish: (input: unknown) => Promise<Envelope<unknown>>;
  base: string;
  /** "Tell me when ready", beside the run. */
  notify?: ReactNode;
};

const progressPath = (jobId: number) => `/api/v1/store/onboarding/step/order-sync/progress/${jobId}`;

async function refresh(jobId: number): Promise<Import> {
  const answer = await call<Import>("GET", progressPath(jobId));
  if (!answer.data) throw new Error(answer.message);
  return answer.data;
}

/** Step 4: look over the answers, start, watch it move, go on to the dashboard. */
export function ImportStep({ answers, current, start, stop, finish, base, notify }: Props) {
  const t = useTranslations("stores.import");
  const { running, wasOpen, watch, look, again, problem } = useImport(current, start);
  if (!running) return <ImportCheck answers={answers} start={start} onStarted={watch} base={base} />;
  const onward = <FinishButton finish={finish} base={base} label={t("toDashboard")} />;
  const retry = (failed: readonly SyncPart[]) => (
    <>
      <RetryAgain parts={failed} again={again} />
      {onward}
    </>
  );
  return (
    <div className="grid gap-6">
      <SyncProgress
        id={String(running.jobId)}
        label={t("label")}
        initial={running}
        refresh={look}
        notify={notify}
        stop={<StopImport stop={stop} onStopped={() => watch(running.jobId)} />}
        waiting={t("waiting")}
        issues={<ImportIssues jobId={running.jobId} />}
        whenDone={<FinishButton finish={finish} base={base} label={t("toDashboard")} atOnce={wasOpen} />}
        whenPartial={retry}
        whenFailed={retry}
        whenCancelled={<Button onClick={again}>{t("goOn")}</Button>}
      />
      {problem ? (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
}

function RetryAgain({ parts, again }: { parts: readonly SyncPart[]; again: () => Promise<Envelope<unknown>> }) {
  const t = useTranslations("stores.import");
  const title = t("againParts", { parts: parts.map(part => part.title).join(", ") });
  return <RetryQuestion trigger={<Button variant="secondary">{title}</Button>} title={title} again={again} />;
}

const isAtRest = (seen: Pick<Import, "status">) => isEnded(seen) || seen.status === "waiting";

/** The run that this page shows, and the next one. */
function useImport(current: Import | null, start: Props["start"]) {
  const router = useRouter();
  const [running, setRunning] = useState(current);
  const [wasOpen, setOpen] = useState(!current || !isEnded(current));
  const [problem, setProblem] = useState<string | null>(null);
  const rested = useRef(current !== null && isAtRest(current));
  const watch = async (jobId: number) => setRunning(await refresh(jobId));
  const look = async () => {
    const seen = await refresh(running?.jobId ?? 0);
    // What the page knows besides, such as a key that was refused, is drawn anew; but not where all is well: a finished wizard leads away.
    if (isAtRest(seen) && seen.status !== "completed" && !rested.current) router.refresh();
    rested.current = isAtRest(seen);
    return seen;
  };
  const again = async () => {
    const { daysBack, includeProducts } = running ?? {};
    const answer = await start({ daysBack: daysBack ?? undefined, includeProducts: includeProducts ?? undefined });
    setProblem(answer.success ? null : answer.message);
    if (answer.data) {
      setOpen(true);
      await watch(answer.data.jobId);
    }
    return answer;
  };
  return { running, wasOpen, watch, look, again, problem };
}
