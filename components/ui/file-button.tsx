"use client";

import { ImageUp, type LucideIcon } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { buttonStyle } from "./button-style";

type FileButtonProps = {
  id: string;
  /** Media types, comma-separated. */
  accept: string;
  icon?: LucideIcon;
  isInvalid?: boolean;
  describedBy?: string;
  onChosen: (file: File) => void;
  children: ReactNode;
};

/** The browser's own way to choose a file, with the face of a button. */
export function FileButton(props: FileButtonProps) {
  const { id, accept, icon: Icon = ImageUp, isInvalid, describedBy, onChosen, children } = props;
  const field = useRef<HTMLInputElement>(null);
  const take = () => {
    const first = field.current?.files?.[0];
    // The same file may be chosen again.
    if (field.current) field.current.value = "";
    if (first) onChosen(first);
  };
  const latest = useRef(take);
  latest.current = take;
  // Chosen before the scripts were there.
  useEffect(() => latest.current(), []);
  return (
    <label
      className={buttonStyle({
        variant: "secondary",
        className:
          "justify-self-start has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
      })}
    >
      <Icon aria-hidden />
      {children}
      <input
        ref={field}
        id={id}
        type="file"
        accept={accept}
        aria-invalid={isInvalid || undefined}
        aria-describedby={describedBy}
        onChange={take}
        className="sr-only"
      />
    </label>
  );
}
