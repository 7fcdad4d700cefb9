"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { FieldContext, fieldId } from "./field-context";

type FieldProps = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  optional?: boolean;
  /** Where a filled-in answer came from ("From your call on 3 March 2026. Check it is right."). */
  note?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** Label, hint, error and control of one question; the control inside is tied to them by itself. */
export function Field({ name, label, hint, error, optional, note, className, children }: FieldProps) {
  const t = useTranslations("common");
  const id = fieldId(name);
  const described = [hint && `${id}-hint`, error && `${id}-error`, note && `${id}-note`].filter(Boolean).join(" ");
  return (
    <FieldContext value={{ id, describedBy: described || undefined, invalid: Boolean(error) }}>
      <div className={classNames("grid content-start gap-1.5", className)}>
        <label htmlFor={id} className="justify-self-start font-medium">
          {label}
          {optional ? <span className="font-normal text-ink-muted"> {t("optional")}</span> : null}
        </label>
        {hint ? <FieldHint id={`${id}-hint`}>{hint}</FieldHint> : null}
        {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
        {children}
        {note ? (
          <p id={`${id}-note`} className="text-sm text-accent-ink">
            {note}
          </p>
        ) : null}
      </div>
    </FieldContext>
  );
}

/** Quiet advice between a label and its control. */
export function FieldHint({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="text-sm text-ink-muted">
      {children}
    </p>
  );
}

/** What is wrong with an answer, in the same words as in the summary. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <p id={id} className="flex gap-1.5 text-sm font-medium text-danger">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        <span className="sr-only">{t("errorPrefix")} </span>
        {children}
      </span>
    </p>
  );
}
