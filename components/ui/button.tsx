"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent } from "react";
import { type ButtonLook, buttonStyle } from "./button-style";
import { classNames } from "./class-names";

type ButtonProps = ComponentProps<"button"> & ButtonLook & { busy?: boolean; busyLabel?: string };

/** A button. While `busy` it keeps its focus, says `busyLabel` and swallows clicks, so a double click sends once. */
export function Button({
  variant,
  size,
  busy = false,
  busyLabel,
  type = "button",
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      onClick={click}
      aria-disabled={busy || rest["aria-disabled"] || undefined}
      className={classNames(buttonStyle({ variant, size }), className)}
    >
      {busy ? <LoaderCircle aria-hidden className="motion-safe:animate-spin" /> : null}
      {busy && busyLabel ? busyLabel : children}
    </button>
  );
}
