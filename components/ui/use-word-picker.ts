"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { useCombobox } from "./use-combobox";
import { useLateBlur } from "./use-late-blur";
import { addWords, filterSuggestions, saysTheSame, splitTyped } from "./words";

/** What was chosen, and what there is to choose from. */
export type Words = {
  value: readonly string[];
  onChange: (next: string[]) => void;
  suggestions: readonly string[];
  /** How many there may be. */
  most: number;
};

/** The state of a field that gathers words: what is typed counts when it is entered, picked or left behind. */
export function useWordPicker(
  { value, onChange, suggestions, most }: Words,
  field: RefObject<HTMLInputElement | null>,
) {
  const t = useTranslations("common.words");
  const [text, setText] = useState("");
  const [news, setNews] = useState("");
  const typed = text.trim();
  const isIn = (list: readonly string[], word: string) => list.some(one => saysTheSame(one, word));
  const open = filterSuggestions(suggestions, text).filter(word => !isIn(value, word));
  const isOwn = typed !== "" && !isIn(suggestions, typed) && !isIn(value, typed);
  const add = (given: readonly string[], rest = "") => {
    setText(rest);
    const { next, added, isFull } = addWords(value, given, { suggestions, most });
    if (added.length > 0) onChange(next);
    if (isFull) setNews(t("full", { most }));
    else if (added.length > 0) setNews(t("added", { word: added.join(", "), count: next.length }));
  };
  const combobox = useCombobox({ options: isOwn ? [...open, typed] : open, onPick: word => add([word]) });
  const leave = useLateBlur(() => add([typed]));
  useEarlyText(field, setText);
  const change = (given: string) => {
    combobox.show(true);
    const { words, rest } = splitTyped(given);
    if (words.length > 0) add(words, rest);
    else setText(given);
  };
  const press = (event: KeyboardEvent) => {
    if (combobox.press(event) || event.key !== "Enter" || typed === "" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    combobox.show(false);
    add([typed]);
  };
  const remove = (at: number) => {
    onChange(value.filter((_, place) => place !== at));
    setNews(t("removed", { word: value[at] ?? "", count: value.length - 1 }));
    field.current?.focus();
  };
  const isNew = (word: string) => !isIn(suggestions, word);
  return { text, news, isNew, combobox, change, press, leave, remove };
}

// What was typed before the scripts were there.
function useEarlyText(field: RefObject<HTMLInputElement | null>, setText: (text: string) => void) {
  const set = useRef(setText);
  useEffect(() => {
    if (field.current?.value) set.current(field.current.value);
  }, [field]);
}
