"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CirclePause, CirclePlay } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { usePause } from "./use-pause";

type Pressing = { size?: "small"; variant?: "primary" | "secondary" };

const Problem = ({ text }: { text: string | null }) =>
  text ? (
    <p role="alert" className="basis-full text-sm text-danger">
      {text}
    </p>
  ) : null;

/** Pauses the sync of this page, whose next look tells so. */
export function PauseSync() {
  const t = useTranslations("agents.pause");
  const look = useLook();
  const { busy, problem, pause } = usePause(look);
  return (
    <>
      <Button variant="secondary" busy={busy} busyLabel={t("pausing")} onClick={pause}>
        <CirclePause aria-hidden />
        {t("button")}
      </Button>
      <Problem text={problem} />
    </>
  );
}

/** Resumes a paused account, with whatever of it was on. */
export function ResumeSync({ size, variant = "primary" }: Pressing) {
  const t = useTranslations("agents.pause");
  const look = useLook();
  const { busy, problem, resume } = usePause(look);
  return (
    <>
      <Button variant={variant} size={size} busy={busy} busyLabel={t("resuming")} onClick={resume}>
        <CirclePlay aria-hidden />
        {t("resume")}
      </Button>
      <Problem text={problem} />
    </>
  );
}

/** A sync that is paused: what that means, and the way on. */
export function PausedSync() {
  const t = useTranslations("agents.pause");
  return (
    <Notice title={t("title")} actions={<ResumeSync />}>
      {t("help")}
    </Notice>
  );
}

/** Has whoever watches a sync here look at once. */
function useLook() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["sync"] });
}
