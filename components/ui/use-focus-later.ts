"use client";

import { useEffect, useRef } from "react";

/** Gives the focus to an element, by its id, that may only be there once the page is drawn anew. */
export function useFocusLater(): (id: string) => void {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    document.getElementById(wanted.current)?.focus();
    wanted.current = null;
  });
  return id => {
    wanted.current = id;
  };
}
