"use client";

import { ChevronDown } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";

type FoldedFieldsProps = {
  title: string;
  /** What holds as long as nobody opens it. */
  hint: string;
  /** Something in it is wrong: then it opens. */
  isOpen: boolean;
  children: ReactNode;
};

/** Fields that few need to touch, folded away. */
export function FoldedFields({ title, hint, isOpen, children }: FoldedFieldsProps) {
  const [open, setOpen] = useState(isOpen);
  useEffect(() => {
    if (isOpen) setOpen(true);
  }, [isOpen]);
  return (
    <details
      open={open}
      onToggle={event => setOpen(event.currentTarget.open)}
      className="group rounded-md border border-line bg-surface"
    >
      <summary className="flex min-h-14 cursor-pointer list-none items-center gap-3 rounded-md px-4 py-3 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <span className="grid flex-1">
          <span className="font-medium">{title}</span>
          <span className="text-sm text-ink-muted">{hint}</span>
        </span>
        <ChevronDown
          aria-hidden
          className="size-5 shrink-0 text-ink-muted transition-transform duration-150 group-open:rotate-180"
        />
      </summary>
      <div className="border-t border-line px-4 py-5">{children}</div>
    </details>
  );
}
