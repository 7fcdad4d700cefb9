"use client";

import { useRef } from "react";
import type { FieldValues, Path, RegisterOptions, UseFormReturn } from "react-hook-form";

const isTyped = (element: unknown): element is HTMLInputElement | HTMLTextAreaElement =>
  element instanceof HTMLTextAreaElement ||
  (element instanceof HTMLInputElement && !["checkbox", "radio"].includes(element.type));

/** `register` of a form that keeps what was typed before the scripts were there; without it the form's own values would replace that. */
export function useEarlyTyping<In extends FieldValues, Out>(form: UseFormReturn<In, unknown, Out>) {
  const met = useRef(new Set<string>());
  return <Name extends Path<In>>(name: Name, options?: RegisterOptions<In, Name>) => {
    const field = form.register(name, options);
    const ref = (element: unknown) => {
      // A field comes empty from the server, and as React makes it.
      const typed = isTyped(element) && !met.current.has(name) ? element.value : "";
      if (element !== null) met.current.add(name);
      field.ref(element);
      if (typed !== "") form.setValue(name, typed as never, { shouldDirty: true });
    };
    return { ...field, ref };
  };
}
