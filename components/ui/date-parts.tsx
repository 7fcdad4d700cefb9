"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FieldError, FieldHint } from "./field";
import { fieldId } from "./field-context";
import { joinDate, partNames, splitDate } from "./partial-date";

type DatePartsProps = {
  name: string;
  legend: ReactNode;
  hint?: ReactNode;
  error?: string;
  optional?: boolean;
  /** "2019", "2019-05" or "2019-05-31"; whatever was typed besides comes as it is. */
  value: string;
  onChange: (value: string) => void;
};

const digits = { year: 4, month: 2, day: 2 } as const;

/** A date as exact as it is known: year, month and day in fields of their own. */
export function DateParts({ name, legend, hint, error, optional, value, onChange }: DatePartsProps) {
  const t = useTranslations("common");
  const [typed, setTyped] = useState(() => splitDate(value));
  // Set from outside: another date stands here now.
  const parts = joinDate(typed) === value ? typed : splitDate(value);
  const id = fieldId(name);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const change = (part: (typeof partNames)[number], text: string) => {
    const next = { ...parts, [part]: text.trim() };
    setTyped(next);
    onChange(joinDate(next));
  };
  return (
    <fieldset aria-describedby={described} className="grid content-start gap-1.5">
      <legend className="mb-1.5 font-medium">
        {legend}
        {optional ? <span className="font-normal text-ink-muted"> {t("optional")}</span> : null}
      </legend>
      {hint ? <FieldHint id={`${id}-hint`}>{hint}</FieldHint> : null}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
      <div className="flex flex-wrap gap-3">
        {partNames.map(part => {
          const own = part === "year" ? id : `${id}-${part}`;
          return (
            <div key={part} className="grid gap-1">
              <label htmlFor={own} className="text-sm">
                {t(`dateParts.${part}`)}
              </label>
              <input
                id={own}
                inputMode="numeric"
                autoComplete="off"
                value={parts[part]}
                aria-invalid={error ? true : undefined}
                onChange={event => change(part, event.target.value)}
                className={part === "year" ? "control w-20" : "control w-14"}
                maxLength={digits[part] + 2}
              />
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
