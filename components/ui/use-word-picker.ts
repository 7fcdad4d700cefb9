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
export function useWordPicker(words: Words, field: RefObject<HTMLInputElement | null>) {
  const { value, suggestions } = words;
  const [text, setText] = useState("");
  const { add, remove, news } = useChosen(words);
  const typed = text.trim();
  const isIn = (list: readonly string[], word: string) => list.some(one => saysTheSame(one, word));
  const open = filterSuggestions(suggestions, text).filter(word => !isIn(value, word));
  const isOwn = typed !== "" && !isIn(suggestions, typed) && !isIn(value, typed);
  const take = (given: readonly string[], rest = "") => {
    setText(rest);
    add(given);
  };
  const combobox = useCombobox({ options: isOwn ? [...open, typed] : open, onPick: word => take([word]) });
  const leave = useLateBlur(() => take([typed]));
  useEarlyText(field, setText);
  const change = (given: string) => {
    combobox.show(true);
    const { words: ended, rest } = splitTyped(given);
    if (ended.length > 0) take(ended, rest);
    else setText(given);
  };
  const press = (event: KeyboardEvent) => {
    if (combobox.press(event) || event.key !== "Enter" || typed === "" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    combobox.show(false);
    take([typed]);
  };
  const drop = (at: number) => {
    remove(at);
    field.current?.focus();
  };
  return {
    text,
    news,
    isNew: (word: string) => !isIn(suggestions, word),
    combobox,
    change,
    press,
    leave,
    remove: drop,
  };
}

function useChosen({ value, onChange, suggestions, most }: Words) {
  const t = useTranslations("common.words");
  const [news, setNews] = useState("");
  // One click may add what was left behind and remove something besides.
  const chosen = useRef(value);
  chosen.current = value;
  const set = (next: string[]) => {
    chosen.current = next;
    onChange(next);
  };
  const add = (given: readonly string[]) => {
    const { next, added, isFull } = addWords(chosen.current, given, { suggestions, most });
    if (added.length > 0) set(next);
    if (isFull) setNews(t("full", { most }));
    else if (added.length > 0) setNews(t("added", { word: added.join(", "), count: next.length }));
  };
  const remove = (at: number) => {
    const next = chosen.current.filter((_, place) => place !== at);
    set(next);
    setNews(t("removed", { word: value[at] ?? "", count: next.length }));
  };
  return { add, remove, news };
}

// What was typed before the scripts were there.
function useEarlyText(field: RefObject<HTMLInputElement | null>, setText: (text: string) => void) {
  const set = useRef(setText);
  useEffect(() => {
    if (field.current?.value) set.current(field.current.value);
  }, [field]);
}
