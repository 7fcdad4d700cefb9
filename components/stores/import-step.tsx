"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { SyncProgress } from "@/components/flow/sync-progress";
import { isEnded, type SyncData } from "@/components/flow/sync-view";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";
import { type ImportAnswers, ImportCheck } from "./import-check";

type Started = { jobId: number; createdNew: boolean };
type Import = SyncData & { jobId: number; daysBack: number | null; includeProducts: boolean | null };
type Props = {
  answers: ImportAnswers;
  current: Import | null;
  start: (input: unknown) => Promise<Envelope<Started>>;
  finish: (input: unknown) => Promise<Envelope<unknown>>;
  base: string;
};

const progressPath = (jobId: number) => `/api/v1/store/onboarding/step/order-sync/progress/${jobId}`;

async function refresh(jobId: number): Promise<Import> {
  const answer = await call<Import>("GET", progressPath(jobId));
  if (!answer.data) throw new Error(answer.message);
  return answer.data;
}

/** Step 4: look over the answers, start, watch it move, go on to the dashboard. */
export function ImportStep({ answers, current, start, finish, base }: Props) {
  const t = useTranslations("stores.import");
  const router = useRouter();
  const [running, setRunning] = useState(current);
  const [wasOpen, setOpen] = useState(!current || !isEnded(current));
  const watch = async (jobId: number) => setRunning(await refresh(jobId));
  if (!running) return <ImportCheck answers={answers} start={start} onStarted={watch} base={base} />;
  const look = async () => {
    const seen = await refresh(running.jobId);
    // What the page knows besides, such as a key that was refused, is drawn anew.
    if (isEnded(seen)) router.refresh();
    return seen;
  };
  const again = async () => {
    const { daysBack, includeProducts } = running;
    const answer = await start({ daysBack: daysBack ?? undefined, includeProducts: includeProducts ?? undefined });
    if (!answer.data) return;
    setOpen(true);
    await watch(answer.data.jobId);
  };
  const onward = <FinishButton finish={finish} base={base} label={t("toDashboard")} />;
  const retry = (
    <>
      <Button variant="secondary" onClick={again}>
        {t("again")}
      </Button>
      {onward}
    </>
  );
  return (
    <SyncProgress
      id={String(running.jobId)}
      label={t("label")}
      initial={running}
      refresh={look}
      whenDone={<FinishButton finish={finish} base={base} label={t("toDashboard")} atOnce={wasOpen} />}
      whenPartial={retry}
      whenFailed={retry}
      whenCancelled={retry}
    />
  );
}

type FinishProps = { finish: Props["finish"]; base: string; label: string; atOnce?: boolean };

/** Ends the onboarding and leads to the dashboard; by itself when the person watched the import end. */
function FinishButton({ finish, base, label, atOnce = false }: FinishProps) {
  const t = useTranslations("stores.import");
  const router = useRouter();
  const [state, setState] = useState<"idle" | "busy" | "done">("idle");
  const [problem, setProblem] = useState<string | null>(null);
  const complete = async () => {
    const answer = await finish({});
    setProblem(answer.success ? null : answer.message);
    setState(answer.success ? "done" : "idle");
    return answer.success;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the import has ended before this person's eyes
  useEffect(() => {
    if (atOnce) void complete();
  }, []);
  const go = async () => {
    setState("busy");
    if (state === "done" || (await complete())) router.push(base.replace(/onboarding$/, "dashboard"));
  };
  return (
    <>
      <Button busy={state === "busy"} busyLabel={t("opening")} onClick={go}>
        {label}
      </Button>
      {problem ? (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      ) : null}
    </>
  );
}
