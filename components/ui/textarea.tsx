"use client";

import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { useFieldWiring } from "./field-context";

/** Several lines of text; grows with what is typed where the browser can. */
export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...rest}
      {...useFieldWiring(rest)}
      rows={rows}
      className={classNames("control field-sizing-content min-h-28", className)}
    />
  );
}
