"use client";

import { createContext, type ReactNode, useContext } from "react";

const ReadOnlyContext = createContext<string | null>(null);

/** Pages on which nothing is sent: buttons that would send a form are off, and say why. */
export function ReadOnly({ why, children }: { why: string; children: ReactNode }) {
  return <ReadOnlyContext value={why}>{children}</ReadOnlyContext>;
}

/** Why nothing is sent here; null where it is. */
export const useReadOnly = (): string | null => useContext(ReadOnlyContext);
