import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import type { SummaryError } from "@/components/ui/error-summary";
import type { Envelope } from "@/lib/platform/http/envelope";

/** Why a save was refused, as far as it cannot be said beside a field. */
export type Refusal = { errors: SummaryError[]; supportCode: string | null };

/** What another window saved meanwhile; ISO time. */
export type Conflict<Values> = { version: number | undefined; changedAt: string | null; saved: Partial<Values> | null };

/** A refusal of one sentence. */
export function readRefusal(message: string, supportCode: string | null = null): Refusal {
  return { errors: [{ message }], supportCode };
}

/** The other window's change behind a `version_conflict`; null for any other answer. */
export function readConflict<Values>(answer: Envelope): Conflict<Values> | null {
  if (answer.error?.code !== "version_conflict") return null;
  const data = (answer.data ?? {}) as Partial<Conflict<Values>>;
  return { version: data.version, changedAt: data.changedAt ?? null, saved: data.saved ?? null };
}

/** Puts a refusal's field errors beside their fields and returns the rest. Errors of fields that the form does not have are told in the summary. */
export function applyRefusal<In extends FieldValues, Out>(
  form: UseFormReturn<In, unknown, Out>,
  answer: Envelope,
): Refusal {
  const asked = Object.keys(form.getValues());
  const errors = answer.error?.errors ?? [];
  const [placed, rest] = [errors.filter(isAsked), errors.filter(error => !isAsked(error))];
  for (const error of placed) form.setError(error.field as Path<In>, { type: error.code, message: error.message });
  if (placed.length > 0 || rest.length > 0)
    return { errors: rest.map(({ message }) => ({ message })), supportCode: null };
  return readRefusal(answer.error?.message ?? answer.message, answer.error?.supportCode || null);

  function isAsked(error: { field: string }) {
    return asked.includes(error.field.split(".")[0] ?? "");
  }
}
