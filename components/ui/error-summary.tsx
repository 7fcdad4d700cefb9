"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, useEffect, useRef } from "react";
import { fieldId } from "./field-context";

/** One line of the summary; `field` is the form field it leads to. */
export type SummaryError = { field?: string; message: string };

type ErrorSummaryProps = {
  errors: readonly SummaryError[];
  /** Takes focus again whenever this changes (count of submits). */
  attempt?: number;
  supportCode?: string | null;
};

/** "There is a problem": all errors of a form in one place, with links to their fields. Takes focus when it appears. */
export function ErrorSummary({ errors, attempt = 0, supportCode }: ErrorSummaryProps) {
  const t = useTranslations("common");
  const box = useRef<HTMLDivElement>(null);
  const shown = errors.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt with the same errors must take focus too
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown, attempt]);
  if (!shown) return null;
  return (
    <div ref={box} tabIndex={-1} className="rounded-md border-2 border-danger bg-surface p-4 sm:p-5">
      <div role="alert">
        <h2 className="text-lg font-semibold">{t("errorSummary")}</h2>
        <ul className="mt-2 grid gap-1.5">
          {errors.map(error => (
            <li key={`${error.field} ${error.message}`}>
              {error.field ? <FieldLink field={error.field} message={error.message} /> : error.message}
            </li>
          ))}
        </ul>
        {supportCode ? (
          <p className="mt-3 text-sm text-ink-muted">{t.rich("supportCode", { value: supportCode, code: asCode })}</p>
        ) : null}
      </div>
    </div>
  );
}

function FieldLink({ field, message }: { field: string; message: string }) {
  const id = fieldId(field);
  const go = (event: MouseEvent) => {
    const control = document.getElementById(id);
    if (!control) return;
    event.preventDefault();
    control.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
  };
  return (
    <a href={`#${id}`} onClick={go} className="font-medium text-danger underline underline-offset-3">
      {message}
    </a>
  );
}

function asCode(chunks: React.ReactNode) {
  return <code className="font-mono">{chunks}</code>;
}
