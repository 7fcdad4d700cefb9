"use client";

import { useTranslations } from "next-intl";
import { FieldError } from "@/components/ui/field";
import { fieldId } from "@/components/ui/field-context";

const scores = [1, 2, 3, 4, 5] as const;
const name = "feedbackScore";

/** The id of a score's control; of none given, that of the first. */
export const scoreId = (score: number | null) => `${fieldId(name)}-${score ?? 1}`;

type ScoreChoiceProps = { score: number | null; error?: string };

/** A number from 1 to 5, each as large as a finger, and which end is which. */
export function ScoreChoice({ score, error }: ScoreChoiceProps) {
  const t = useTranslations("flow.feedback");
  const [scale, wrong] = [`${fieldId(name)}-scale`, error ? `${fieldId(name)}-error` : ""];
  return (
    <fieldset aria-describedby={`${scale} ${wrong}`.trim()} className="grid gap-2">
      <legend className="sr-only">{t("title")}</legend>
      {error ? <FieldError id={wrong}>{error}</FieldError> : null}
      <div className="flex flex-wrap items-center gap-2">
        {scores.map(value => (
          <label
            key={value}
            className="relative grid size-11 place-items-center rounded-md border border-line-strong bg-surface font-medium hover:bg-sunken has-checked:border-accent has-checked:bg-accent has-checked:text-on-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent forced-colors:has-checked:border-4 forced-colors:has-checked:border-[Highlight]"
          >
            <input
              id={scoreId(value)}
              type="radio"
              name={name}
              value={value}
              defaultChecked={score === value}
              aria-label={t("score", { score: value })}
              aria-invalid={error ? true : undefined}
              className="sr-only"
            />
            <span aria-hidden>{value}</span>
          </label>
        ))}
      </div>
      <p id={scale} className="text-sm text-ink-muted">
        {t("scale")}
      </p>
    </fieldset>
  );
}
