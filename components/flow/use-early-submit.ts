"use client";

import { type SyntheticEvent, useRef } from "react";

/**
 * Props of a form that is handled by script alone: a submit before the scripts are there waits for them (React keeps it) and is then done once,
 * as if pressed at that moment; without any script nothing is sent and nothing typed is lost.
 */
export function useEarlySubmit() {
  const ref = useRef<HTMLFormElement>(null);
  return {
    ref,
    // Called for a kept submit only: every other one is prevented by `onSubmit`.
    action: () => void setTimeout(() => ref.current?.requestSubmit()),
    // React empties a form after its action.
    onReset: (event: SyntheticEvent) => event.preventDefault(),
  };
}
