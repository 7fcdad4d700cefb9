import { useEffect, useRef } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

type Drawn<In> = {
  /** The row version behind `defaultValues`. */
  version?: number;
  defaultValues: In;
  /** Fields in which nothing was typed take what a page drawn anew says. */
  keepsUp?: boolean;
};

/**
 * The version whose answers the form shows: the first page's, until an answer knows a newer one. That of a page drawn anew counts only where the
 * form shows what is new in it, else a save would overwrite unseen what another window saved.
 */
export function useRowVersion<In extends FieldValues, Out>(
  form: UseFormReturn<In, unknown, Out>,
  { version: given, defaultValues: saved, keepsUp }: Drawn<In>,
) {
  const shown = useRef({ version: given, saved, isOver: false });
  useEffect(() => {
    const { version = -1, isOver } = shown.current;
    if (given === undefined || given <= version) return;
    // After a save that told no version the next page knows it.
    if (isOver) shown.current = { version: given, saved, isOver: false };
    if (isOver || !keepsUp) return;
    const values = form.getValues();
    const isShown = (name: string) =>
      isSame(saved[name], shown.current.saved[name]) || isSame(saved[name], values[name]);
    if (Object.keys(saved).every(isShown)) shown.current = { version: given, saved, isOver: false };
  }, [form, given, saved, keepsUp]);
  return {
    current: () => shown.current.version,
    adopt: (version: number | undefined) => {
      shown.current = { version: version ?? given, saved: form.getValues(), isOver: version === undefined };
    },
  };
}
