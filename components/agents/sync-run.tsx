"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { SyncProgress } from "@/components/flow/sync-progress";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { StatusView } from "@/lib/agents/view/status";
import { call } from "@/lib/platform/http/browser";
import { PausedSync, PauseSync } from "./pause-sync";
import { StopSync } from "./stop-sync";
import { isAwaitingResume, toSyncData } from "./sync-data";
import { useEndTexts } from "./use-end-texts";
import { usePartNames } from "./use-part-names";
import { useSyncAct } from "./use-sync-act";

type SyncRunProps = { running: StatusView; keyHref: string; notify: ReactNode };

const hasArrived = ({ steps }: StatusView) => steps.some(({ state }) => state === "done");

/** Asks how the sync goes, and draws the page anew once it has ended, or somebody has paused or resumed it: its heading tells so. */
function useLook(running: StatusView) {
  const router = useRouter();
  const nameOf = usePartNames();
  const wasEnded = useRef(running.endedAt !== null);
  const wasPaused = useRef(isAwaitingResume(running));
  const [hasSome, setHasSome] = useState(hasArrived(running));
  const look = async () => {
    const { data, message } = await call<StatusView>("GET", "/api/v1/agents/onboarding/status");
    if (!data) throw new Error(message);
    if ((data.endedAt !== null && !wasEnded.current) || isAwaitingResume(data) !== wasPaused.current) router.refresh();
    wasEnded.current = data.endedAt !== null;
    wasPaused.current = isAwaitingResume(data);
    setHasSome(hasArrived(data));
    return toSyncData(data, nameOf);
  };
  return { look, hasSome };
}

/** A sync that was started: how it goes, and the ways on from each of its ends. */
export function SyncRun({ running, keyHref, notify }: SyncRunProps) {
  const t = useTranslations("agents.sync");
  const nameOf = usePartNames();
  const { look, hasSome } = useLook(running);
  const tell = useEndTexts();
  const onward = <LinkButton href="/agent/dashboard">{t("toDashboard")}</LinkButton>;
  const mend = <Mend running={running} keyHref={keyHref} />;
  return (
    <SyncProgress
      id={String(running.id)}
      label={t("label")}
      initial={toSyncData(running, nameOf)}
      refresh={look}
      notify={notify}
      stop={
        <>
          {hasSome ? (
            <LinkButton href="/agent/dashboard" variant="secondary">
              {t("seeArrived")}
            </LinkButton>
          ) : null}
          <StopSync />
        </>
      }
      pause={<PauseSync />}
      paused={<PausedSync />}
      tell={tell}
      tellsSharedCause
      whenDone={onward}
      whenPartial={
        <>
          {mend}
          {onward}
        </>
      }
      whenFailed={mend}
      whenCancelled={mend}
    />
  );
}

/** What brings a sync that did not end well further: a key, where that is what is missing, else another go at what is not there. */
function Mend({ running: { state, steps, error, waitingFor }, keyHref }: Omit<SyncRunProps, "notify">) {
  const t = useTranslations("agents.sync");
  const nameOf = usePartNames();
  const { busy, problem, retry } = useSyncAct();
  // A good key lets it go on by itself.
  if (error !== null || waitingFor === "rezen_key")
    return (
      <LinkButton href={keyHref}>{t(error?.code === "missing_credentials" ? "enterKey" : "replaceKey")}</LinkButton>
    );
  const failed = steps.filter(step => step.state === "failed").map(({ id }) => nameOf(id));
  const isGoingOn = state === "cancelled" || failed.length === 0;
  const label = isGoingOn ? t("goOn") : t("again", { part: failed.join(", "), count: failed.length });
  return (
    <>
      <Button
        variant={state === "partial" ? "secondary" : "primary"}
        busy={busy}
        busyLabel={t("starting")}
        onClick={() => retry()}
      >
        {label}
      </Button>
      {problem ? (
        <p role="alert" className="basis-full text-danger">
          {problem}
        </p>
      ) : null}
    </>
  );
}
