"use client";

import { type RefObject, useEffect } from "react";

/** Closes what is open when people press Escape, press elsewhere, or go on by keyboard; after Escape its opener has the focus. */
export function useLeaving(open: boolean, wrapper: RefObject<HTMLElement | null>, close: () => void) {
  useEffect(() => {
    if (!open) return;
    const leaves = ({ target }: Event) => {
      if (target instanceof Node && !wrapper.current?.contains(target)) close();
    };
    const leavesByKey = ({ key }: KeyboardEvent) => {
      if (key !== "Escape") return;
      close();
      wrapper.current?.querySelector<HTMLElement>("a, button")?.focus();
    };
    document.addEventListener("pointerdown", leaves);
    document.addEventListener("focusin", leaves);
    document.addEventListener("keydown", leavesByKey);
    return () => {
      document.removeEventListener("pointerdown", leaves);
      document.removeEventListener("focusin", leaves);
      document.removeEventListener("keydown", leavesByKey);
    };
  });
}
