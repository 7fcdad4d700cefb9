"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { call } from "@/lib/platform/http/browser";
import { useKeptFocus } from "./use-kept-focus";

const api = "/api/v1/agents/onboarding";

/** Starts a sync, begins a complete one again, or goes on with what is missing (of `steps`, else all of it), and draws the page anew; busy until that stands. */
export function useSyncAct() {
  const t = useTranslations("agents.sync");
  const router = useRouter();
  const [isCalling, setCalling] = useState(false);
  const [isDrawing, startDrawing] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const hasActed = useKeptFocus();
  const act = async (path: string, body: Record<string, unknown>) => {
    if (isCalling || isDrawing) return;
    setCalling(true);
    const answer = await call("POST", `${api}${path}`, body).catch(() => null);
    setCalling(false);
    setProblem(answer?.success ? null : (answer?.message ?? t("retryFailed")));
    if (!answer?.success) return;
    hasActed.current = true;
    startDrawing(() => router.refresh());
  };
  return {
    busy: isCalling || isDrawing,
    problem,
    start: () => act("", {}),
    /** Fetches all of it anew, though it is complete. */
    restart: () => act("", { restart: true }),
    retry: (steps?: readonly string[]) => act("/retry", steps ? { steps } : {}),
  };
}
