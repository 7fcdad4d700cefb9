"use client";

import { createContext, type ReactNode, useContext } from "react";

type Tell = (fields: string[]) => void;
const Notes = createContext<Tell | null>(null);

type RefusalNotesProps = {
  /** The step as in its address. */
  step: string;
  note: (input: { step: string; fields: string[] }) => Promise<unknown>;
  children: ReactNode;
};

/** Tells which fields the forms inside would not send, by their names, so that what holds people up can be seen. */
export function RefusalNotes({ step, note, children }: RefusalNotesProps) {
  // Nobody waits for it, and it may fail.
  const tell: Tell = fields => void note({ step, fields }).catch(() => undefined);
  return <Notes value={tell}>{children}</Notes>;
}

/** Tells what a form would not send; does nothing outside a wizard. */
export const useRefusalNotes = (): Tell | null => useContext(Notes);
