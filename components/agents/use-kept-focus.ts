"use client";

import { useEffect, useRef } from "react";

/** Whoever pressed what has gone with the page drawn anew goes on at its heading. */
export function useKeptFocus() {
  const hasActed = useRef(false);
  useEffect(
    () => () => {
      if (!hasActed.current || document.activeElement !== document.body) return;
      const heading = document.querySelector<HTMLElement>("#main h1[tabindex]");
      (heading ?? document.getElementById("main"))?.focus();
    },
    [],
  );
  return hasActed;
}
