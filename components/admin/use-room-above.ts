"use client";

import { type RefObject, useEffect } from "react";

/** Keeps what is scrolled to, by the keyboard too, below what stays on top of the page. */
export function useRoomAbove(top: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const [element, { style }] = [top.current, document.documentElement];
    if (!element) return;
    const make = () => {
      const stays = getComputedStyle(element).position === "sticky";
      style.scrollPaddingTop = stays ? `${element.offsetHeight + 16}px` : "";
    };
    const seen = new ResizeObserver(make);
    seen.observe(element);
    window.addEventListener("resize", make);
    return () => {
      seen.disconnect();
      window.removeEventListener("resize", make);
      style.scrollPaddingTop = "";
    };
  }, [top]);
}
