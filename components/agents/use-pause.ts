"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { call } from "@/lib/platform/http/browser";
import { useKeptFocus } from "./use-kept-focus";

/** Pauses an account or resumes it, has `look` tell of it, and draws the page anew; busy until that stands. */
export function usePause(look: () => Promise<unknown>) {
  const t = useTranslations("agents.pause");
  const router = useRouter();
  const [isCalling, setCalling] = useState(false);
  const [isDrawing, startDrawing] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const hasActed = useKeptFocus();
  const act = (path: "pause" | "resume") => async () => {
    if (isCalling || isDrawing) return;
    setCalling(true);
    const answer = await call("POST", `/api/v1/agents/onboarding/${path}`, {}).catch(() => null);
    setCalling(false);
    setProblem(answer?.success ? null : (answer?.message ?? t("failed")));
    if (!answer?.success) return;
    hasActed.current = true;
    void look();
    startDrawing(() => router.refresh());
  };
  return { busy: isCalling || isDrawing, problem, pause: act("pause"), resume: act("resume") };
}
