"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent } from "react";
import { type ButtonLook, buttonStyle } from "./button-style";
import { classNames } from "./class-names";
import { useReadOnly } from "./read-only";

type ButtonProps = ComponentProps<"button"> &
  ButtonLook & {
    busy?: boolean;
    busyLabel?: string;
    /** Its form only looks something up, which is done everywhere. */
    reads?: boolean;
    /** Its click has something sent or tried, without a form. */
    sends?: boolean;
  };

/** A button. While `busy` it keeps its focus, says `busyLabel` and swallows clicks, so a double click sends once. Where nothing is sent it is off, and says why. */
export function Button({
  variant,
  size,
  busy = false,
  busyLabel,
  type = "button",
  reads = false,
  sends = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const why = useReadOnly();
  const isOff = why !== null && (sends || (type === "submit" && !reads));
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  const button = (
    <button
      {...rest}
      type={type}
      disabled={isOff || rest.disabled}
      onClick={click}
      aria-disabled={busy || rest["aria-disabled"] || undefined}
      className={classNames(buttonStyle({ variant, size }), className)}
    >
      {busy ? <LoaderCircle aria-hidden className="motion-safe:animate-spin" /> : null}
      {busy && busyLabel ? busyLabel : children}
    </button>
  );
  return isOff ? (
    <>
      {button}
      <span className="text-sm text-ink-muted">{why}</span>
    </>
  ) : (
    button
  );
}
