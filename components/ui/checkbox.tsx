"use client";

import { Check } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names";
import { FieldError, FieldHint } from "./field";
import { fieldId } from "./field-context";

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode; error?: string };

/** One yes-or-no answer with its label, hint and error. */
export function Checkbox({ label, hint, error, className, id, name, ...rest }: CheckboxProps) {
  const fallback = useId();
  const own = id ?? (name ? fieldId(name) : fallback);
  const described = [hint && `${own}-hint`, error && `${own}-error`].filter(Boolean).join(" ");
  return (
    <div className={classNames("grid gap-1", className)}>
      {error ? <FieldError id={`${own}-error`}>{error}</FieldError> : null}
      <label htmlFor={own} className="flex gap-3 justify-self-start">
        <span className="relative -m-3 grid size-11 shrink-0 place-items-center">
          <input
            {...rest}
            id={own}
            name={name}
            type="checkbox"
            aria-describedby={described || undefined}
            aria-invalid={error ? true : undefined}
            className="choice peer rounded-sm"
          />
          <Check
            aria-hidden
            className="pointer-events-none absolute size-4 stroke-3 text-on-accent opacity-0 peer-checked:opacity-100"
          />
        </span>
        {label}
      </label>
      {hint ? (
        <div className="pl-8">
          <FieldHint id={`${own}-hint`}>{hint}</FieldHint>
        </div>
      ) : null}
    </div>
  );
}
