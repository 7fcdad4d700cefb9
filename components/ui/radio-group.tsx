"use client";

import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";
import { FieldError, FieldHint } from "./field";
import { fieldId } from "./field-context";

/** One answer to choose from. */
export type RadioOption = { value: string; label: ReactNode; hint?: ReactNode };

type RadioGroupProps = Omit<ComponentProps<"input">, "type" | "value" | "defaultValue"> & {
  name: string;
  legend: ReactNode;
  options: readonly RadioOption[];
  hint?: ReactNode;
  error?: string;
  defaultValue?: string;
};

/** A question with one answer of a few, all of them in sight. Rest props (such as `register()`'s) go to each radio. */
export function RadioGroup({ legend, options, hint, error, name, defaultValue, className, ...rest }: RadioGroupProps) {
  const id = fieldId(name);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <fieldset aria-describedby={described || undefined} className={classNames("grid min-w-0 gap-1.5", className)}>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      {hint ? <FieldHint id={`${id}-hint`}>{hint}</FieldHint> : null}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
      <div className="grid gap-2">
        {options.map((option, index) => (
          <label
            key={option.value}
            className="flex min-h-11 items-center gap-3 rounded-md border border-line bg-surface px-3 py-2.5 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              {...rest}
              id={index === 0 ? id : `${id}-${option.value}`}
              name={name}
              type="radio"
              value={option.value}
              defaultChecked={defaultValue === undefined ? undefined : defaultValue === option.value}
              className="choice rounded-full checked:border-[6px] checked:bg-surface"
            />
            <span className="grid">
              {option.label}
              {option.hint ? <span className="text-sm text-ink-muted">{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
