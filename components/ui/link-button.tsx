import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonStyle } from "./button-style";
import { classNames } from "./class-names";

/** A link that looks like a button; for going somewhere, never for changing something. */
export function LinkButton({ variant, size, className, ...rest }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link {...rest} className={classNames(buttonStyle({ variant, size }), className)} />;
}
