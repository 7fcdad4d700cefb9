"use client";

import { useEffect, useRef, useState } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { call } from "@/lib/platform/http/browser";

const pauseMs = 800;

/** Does a draft say anything that is not saved already? One that does not is none. */
export const isNews = (draft: object | undefined, saved: object): boolean =>
  Object.entries(draft ?? {}).some(([name, value]) => saved[name as keyof typeof saved] !== value);

/**
 * Keeps what somebody types on the server after a pause of 800 ms, and at once when the page is left or hidden; answers when it was kept
 * last, and a way to forget it. A step that is saved forgets its draft by itself.
 */
export function useDraft<In extends FieldValues, Out>(form: UseFormReturn<In, unknown, Out>, path: string | null) {
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const latest = useRef(form);
  latest.current = form;
  useEffect(() => {
    if (path === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = async () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      const answer = await call<{ savedAt: string }>("PUT", path, latest.current.getValues());
      if (answer.data) setSavedAt(answer.data.savedAt);
    };
    const watching = latest.current.watch((_, { type }) => {
      clearTimeout(timer);
      // A form that is filled anew, or has just been saved, was not typed in.
      timer = type === "change" ? setTimeout(() => void keep(), pauseMs) : undefined;
    });
    const hide = () => {
      if (document.visibilityState === "hidden") void keep();
    };
    document.addEventListener("visibilitychange", hide);
    return () => {
      watching.unsubscribe();
      document.removeEventListener("visibilitychange", hide);
      void keep();
    };
  }, [path]);
  const forget = async () => {
    if (path !== null) await call("DELETE", path);
    setSavedAt(null);
  };
  return { savedAt, forget };
}
