"use client";

import { type AriaAttributes, createContext, useContext } from "react";

/** What a field tells the control inside it. */
export type FieldWiring = { id: string; describedBy: string | undefined; invalid: boolean };

/** Carries a field's wiring down to its control. */
export const FieldContext = createContext<FieldWiring | null>(null);

/** The DOM id of the control for a form field; error summaries link to it. */
export function fieldId(name: string): string {
  return `field-${name.replaceAll(".", "-")}`;
}

type FieldAttributes = Pick<AriaAttributes, "aria-describedby" | "aria-invalid"> & { id?: string };

/** Attributes that tie a control to the label, hint and error of the field around it; nothing outside a field. */
export function useFieldWiring(given: FieldAttributes) {
  const wiring = useContext(FieldContext);
  const describedBy = [wiring?.describedBy, given["aria-describedby"]].filter(Boolean).join(" ");
  return {
    id: given.id ?? wiring?.id,
    "aria-describedby": describedBy || undefined,
    "aria-invalid": wiring?.invalid || given["aria-invalid"] || undefined,
  };
}
