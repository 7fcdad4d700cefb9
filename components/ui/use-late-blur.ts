"use client";

import { useEffect, useRef } from "react";

/**
 * For a field whose leaving changes the page's layout: calls `leave` at once when it is left by keyboard, and with the click when it is left by
 * pointer, so that what was pressed does not move away from under it.
 */
export function useLateBlur(leave: () => void) {
  const isDown = useRef(false);
  const latest = useRef(leave);
  latest.current = leave;
  useEffect(() => {
    const down = () => {
      isDown.current = true;
    };
    const up = () => {
      isDown.current = false;
    };
    document.addEventListener("pointerdown", down, true);
    document.addEventListener("pointerup", up, true);
    document.addEventListener("pointercancel", up, true);
    return () => {
      document.removeEventListener("pointerdown", down, true);
      document.removeEventListener("pointerup", up, true);
      document.removeEventListener("pointercancel", up, true);
    };
  }, []);
  return () => {
    const go = () => latest.current();
    if (!isDown.current) return go();
    // In the capture phase, before what was clicked acts; a press that ends without a click counts as well.
    document.addEventListener("click", go, { capture: true, once: true });
    document.addEventListener("pointerup", () => setTimeout(go), { once: true });
  };
}
