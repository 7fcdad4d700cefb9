"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Input } from "./input";
import { SuggestionList } from "./suggestion-list";
import { useWordPicker, type Words } from "./use-word-picker";

type WordPickerProps = Words & {
  /** What is chosen: "Languages". */
  label: string;
};

/** Several words, of ours or of one's own: typed, searched, added one by one, each removable. Inside a `Field`. */
export function WordPicker({ label, ...words }: WordPickerProps) {
  const t = useTranslations("common.words");
  const field = useRef<HTMLInputElement>(null);
  const { text, news, isNew, combobox, change, press, leave, remove } = useWordPicker(words, field);
  const { value, most } = words;
  return (
    <div className="grid gap-2">
      {value.length > 0 ? <Chosen label={t("chosen", { label })} words={value} onRemove={remove} /> : null}
      <div className="relative">
        <Input
          {...combobox.input}
          className="pr-10"
          ref={field}
          value={text}
          spellCheck={false}
          enterKeyHint="done"
          onChange={event => change(event.target.value)}
          onClick={() => combobox.show(true)}
          onKeyDown={press}
          onBlur={event => {
            // Another window was looked at: nobody has left the field.
            if (event.target === document.activeElement) return;
            combobox.show(false);
            leave();
          }}
        />
        <SuggestionList
          {...combobox.list}
          label={label}
          render={option => (isNew(option) ? t("addTyped", { word: option }) : option)}
        />
      </div>
      {value.length >= most ? <p className="text-sm text-ink-muted">{t("full", { most })}</p> : null}
      <p role="status" className="sr-only">
        {news}
      </p>
    </div>
  );
}

type ChosenProps = { label: string; words: readonly string[]; onRemove: (at: number) => void };

function Chosen({ label, words, onRemove }: ChosenProps) {
  const t = useTranslations("common.words");
  return (
    <ul aria-label={label} className="flex flex-wrap gap-2">
      {words.map((word, at) => (
        <li
          key={word}
          className="inline-flex max-w-full items-center rounded-md border border-line bg-accent-soft pl-3 text-accent-ink"
        >
          <bdi className="min-w-0 wrap-anywhere">{word}</bdi>
          <button
            type="button"
            aria-label={t("remove", { word })}
            onClick={() => onRemove(at)}
            className="grid size-11 shrink-0 place-items-center rounded-md hover:bg-surface sm:size-8"
          >
            <X aria-hidden className="size-4" />
          </button>
        </li>
      ))}
    </ul>
  );
}
