"use client";

import { type ReactNode, useEffect, useRef } from "react";

// Lives as long as the document: the first step shown after a full load must not take focus from the top of the page.
let lastShown: string | null = null;

/** The step's h1. Takes focus and scrolls to the top when another step was shown before in the same document. */
export function StepHeading({ stepId, children }: { stepId: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const changed = lastShown !== null && lastShown !== stepId;
    lastShown = stepId;
    if (!changed) return;
    window.scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [stepId]);
  return (
    <h1 ref={heading} tabIndex={-1} className="text-[1.75rem] leading-9 font-semibold sm:text-[2rem] sm:leading-10">
      {children}
    </h1>
  );
}
