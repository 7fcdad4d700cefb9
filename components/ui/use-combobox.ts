"use client";

import { type KeyboardEvent, useEffect, useId, useState } from "react";

type Options = { options: readonly string[]; onPick: (option: string) => void };

/** The keys of a text field with suggestions below it: the editable combobox of WAI-ARIA. */
export function useCombobox({ options, onPick }: Options) {
  const listId = useId();
  const [isWanted, setWanted] = useState(false);
  const [at, setAt] = useState(-1);
  const isOpen = isWanted && options.length > 0;
  const active = isOpen && at < options.length ? at : -1;
  useEffect(() => {
    if (active !== -1) document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active, listId]);
  const show = (wanted: boolean) => {
    setWanted(wanted);
    setAt(-1);
  };
  const pick = (option: string) => {
    show(false);
    onPick(option);
  };
  const move = (by: 1 | -1) => {
    setWanted(true);
    setAt(active === -1 && by === -1 ? options.length - 1 : (active + by + options.length) % options.length);
  };
  /** Answers whether the key was for the list. */
  const press = (event: KeyboardEvent): boolean => {
    if (event.nativeEvent.isComposing) return false;
    const option = options[active];
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length > 0)
      move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && option !== undefined) pick(option);
    else if (event.key === "Escape" && isOpen) show(false);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const input = {
    role: "combobox",
    autoComplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": isOpen,
    "aria-controls": isOpen ? listId : undefined,
    "aria-activedescendant": active === -1 ? undefined : `${listId}-${active}`,
  } as const;
  return { input, press, show, list: { id: listId, options, active, isOpen, pick } };
}
