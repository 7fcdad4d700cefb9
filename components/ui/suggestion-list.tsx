"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import type { useCombobox } from "./use-combobox";

type SuggestionListProps = ReturnType<typeof useCombobox>["list"] & {
  /** What the suggestions are. */
  label: string;
  render?: (option: string) => ReactNode;
};

/** The suggestions below a combobox, or a sign that there are some; its field keeps the focus. */
export function SuggestionList({ id, label, options, active, isOpen, pick, render }: SuggestionListProps) {
  if (!isOpen)
    return (
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-ink-muted"
      />
    );
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      className="absolute inset-x-0 top-full z-20 mt-1 max-h-72 overflow-y-auto overscroll-contain rounded-md border border-line-strong bg-surface p-1"
    >
      {options.map((option, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and has the keys
        <div
          key={option}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === active}
          onPointerDown={event => event.preventDefault()}
          onMouseDown={event => event.preventDefault()}
          onClick={() => pick(option)}
          className={classNames(
            "flex min-h-11 cursor-pointer items-center rounded-sm px-3 wrap-anywhere hover:bg-sunken sm:min-h-9",
            at === active && "bg-accent-soft text-accent-ink hover:bg-accent-soft",
          )}
        >
          {render ? render(option) : option}
        </div>
      ))}
    </div>
  );
}
