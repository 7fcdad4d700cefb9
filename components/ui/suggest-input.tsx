"use client";

import type { ComponentProps } from "react";
import { Input } from "./input";
import { SuggestionList } from "./suggestion-list";
import { useCombobox } from "./use-combobox";
import { filterSuggestions, saysTheSame } from "./words";

type SuggestInputProps = ComponentProps<"input"> & {
  /** What stands in the field. */
  text: string;
  suggestions: readonly string[];
  /** What the suggestions are. */
  listLabel: string;
  onPick: (suggestion: string) => void;
};

/** One line of text with suggestions that nobody has to take. */
export function SuggestInput({ text, suggestions, listLabel, onPick, onChange, onBlur, ...rest }: SuggestInputProps) {
  const isTaken = suggestions.some(suggestion => saysTheSame(suggestion, text));
  const options = isTaken ? [...suggestions] : filterSuggestions(suggestions, text);
  const combobox = useCombobox({ options, onPick });
  return (
    <div className="relative">
      <Input
        {...rest}
        {...combobox.input}
        className="pr-10"
        onChange={event => {
          combobox.show(true);
          onChange?.(event);
        }}
        onBlur={event => {
          combobox.show(false);
          onBlur?.(event);
        }}
        onClick={() => combobox.show(true)}
        onKeyDown={combobox.press}
      />
      <SuggestionList {...combobox.list} label={listLabel} />
    </div>
  );
}
