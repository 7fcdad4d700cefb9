"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, useTransition } from "react";
import type { CustomerActions } from "./customer-actions";

/** Begins a sync and draws the page anew; busy until that stands. Who pressed a button that goes with it stays on the page. */
export function useSyncAct(sync: CustomerActions["sync"], begun?: string) {
  const t = useTranslations("customers.acts");
  const router = useRouter();
  const [isCalling, setCalling] = useState(false);
  const [isDrawing, startDrawing] = useTransition();
  const [told, setTold] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const hasActed = useRef(false);
  useEffect(
    () => () => {
      if (hasActed.current && document.activeElement === document.body) document.getElementById("main")?.focus();
    },
    [],
  );
  const begin = async (input: Record<string, unknown>) => {
    if (isCalling || isDrawing) return;
    setCalling(true);
    const answer = await sync(input).catch(() => null);
    setCalling(false);
    setProblem(answer?.success ? null : (answer?.error?.errors[0]?.message ?? answer?.message ?? t("failed")));
    if (!answer?.data) return;
    hasActed.current = true;
    setTold(answer.data.createdNew ? (begun ?? t("syncBegun")) : t("syncThere"));
    startDrawing(() => router.refresh());
  };
  return { busy: isCalling || isDrawing, told, problem, begin };
}
