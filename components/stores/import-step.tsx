"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState } from "react";
import { isEnded } from "@/components/flow/sync-view";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";
import { type ImportAnswers, ImportCheck } from "./import-check";
import type { Import } from "./import-run";

type Started = { jobId: number; createdNew: boolean };
type Props = {
  answers: ImportAnswers;
  current: Import | null;
  start: (input: unknown, key?: string) => Promise<Envelope<Started>>;
  stop: (input: unknown) => Promise<Envelope<unknown>>;
  finish: (input: unknown) => Promise<Envelope<unknown>>;
  base: string;
  /** The field of the feed that could not be read; null where none has to be mended. */
  feedAt: string | null;
  /** "Tell me when ready", beside the run. */
  notify?: ReactNode;
};

const progressPath = (jobId: number) => `/api/v1/store/onboarding/step/order-sync/progress/${jobId}`;

async function refresh(jobId: number): Promise<Import> {
  const answer = await call<Import>("GET", progressPath(jobId));
  if (!answer.data) throw new Error(answer.message);
  return answer.data;
}

const loadRun = () => import("./import-run");
// Who looks over the answers is sent what watches an import only when there is one.
const ImportRun = dynamic(() => loadRun().then(found => found.ImportRun));

/** Step 4: look over the answers, start, watch it move, go on to the dashboard. */
export function ImportStep({ answers, current, start, stop, finish, base, feedAt, notify }: Props) {
  const { running, wasOpen, watch, look, again, problem } = useImport(current, start);
  const begin: Props["start"] = (...given) => {
    void loadRun().catch(() => undefined); // it is asked for again when it is drawn
    return start(...given);
  };
  if (!running) return <ImportCheck answers={answers} start={begin} onStarted={watch} base={base} />;
  return (
    <div className="grid gap-6">
      <ImportRun
        running={running}
        wasOpen={wasOpen}
        look={look}
        again={again}
        stop={stop}
        onStopped={() => watch(running.jobId)}
        finish={finish}
        base={base}
        feedAt={feedAt}
        notify={notify}
      />
      {problem ? (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
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
