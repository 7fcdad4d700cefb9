"use client";

import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { useFieldWiring } from "./field-context";

/** One line of text. Inside a `Field` it is labelled by it. */
export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input {...rest} {...useFieldWiring(rest)} type={type} className={classNames("control", className)} />;
}
