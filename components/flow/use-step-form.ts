"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, useTransition } from "react";
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from "react-hook-form";
import type { Envelope } from "@/lib/platform/http/envelope";
import { listFormErrors } from "./form-errors";
import { newIdempotencyKey } from "./idempotency-key";
import { useErrorTitle, useUnsavedWarning } from "./page-effects";
import { applyRefusal, type Conflict, type Refusal, readConflict, readRefusal } from "./refusal";
import { useRefusalNotes } from "./refusal-notes";
import { type LoadSchema, useChecks } from "./use-checks";
import { useEarlyTyping } from "./use-early-typing";
import { useRowVersion } from "./use-row-version";

/** What a save needs beside the values: the row version the form was drawn from, and a key that makes a repeated send count once. */
export type SaveContext = { version: number | undefined; idempotencyKey: string };

type StepFormOptions<In extends FieldValues, Out, Saved> = {
  schema: LoadSchema<In, Out>;
  defaultValues: In;
  /** The row version behind `defaultValues`. */
  version?: number;
  save: (values: Out, context: SaveContext) => Promise<Envelope<Saved>>;
  /** After a good save; a `router.push` in here keeps the button busy until the next page stands. */
  onSaved?: (data: Saved | null) => void;
  /** Fields in which nothing was typed take what a page drawn anew says. */
  keepsUp?: boolean;
};

// What was typed is saved, or given up: a form that keeps up would hold on to it.
const wholly = { keepDirtyValues: false };

/** A form of one step: checked on submit, then on change; the server's refusals land beside their fields; two windows cannot overwrite each other unseen. */
export function useStepForm<In extends FieldValues, Out, Saved>(options: StepFormOptions<In, Out, Saved>) {
  const { prepare, resolver } = useChecks(options.schema);
  const form = useForm<In, unknown, Out>({
    resolver,
    defaultValues: options.defaultValues as DefaultValues<In>,
    ...(options.keepsUp ? { values: options.defaultValues, resetOptions: { keepDirtyValues: true } } : {}),
    mode: "onSubmit",
    reValidateMode: "onChange",
    shouldFocusError: false,
  });
  const register = useEarlyTyping(form);
  const say = useFieldTexts();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [conflict, setConflict] = useState<Conflict<In> | null>(null);
  const [attempt, setAttempt] = useState(0);
  const rowVersion = useRowVersion(form, options);
  const { submit, busy } = useSave(form, options, rowVersion, { setRefusal, setConflict, setAttempt });
  const fieldErrors = listFormErrors(form.formState.errors, options.defaultValues);
  const errors = [...fieldErrors, ...(refusal?.errors ?? [])].map(error => ({ ...error, message: say(error.message) }));
  useCheckedAnew(form);
  useErrorTitle(errors.length > 0);
  useUnsavedWarning(form.formState.isDirty && !busy);
  return {
    form,
    register,
    /** Loads what checks the form, before it is needed. */
    prepare,
    /** `name` and `error` for a `Field`. */
    field: (name: Path<In>) => ({ name, error: errors.find(error => error.field === name)?.message }),
    errors,
    supportCode: refusal?.supportCode ?? null,
    attempt,
    busy,
    conflict,
    submit,
    /** What was refused was found to be right after all. */
    forgetRefusal: () => {
      setRefusal(null);
      form.clearErrors();
    },
    keepMine: () => {
      rowVersion.adopt(conflict?.version);
      return submit();
    },
    takeSaved: () => {
      rowVersion.adopt(conflict?.version);
      const values = form.getValues();
      // What is saved may say more than the form asks, and nothing of a secret.
      const asked = Object.entries(conflict?.saved ?? {}).filter(([name]) => Object.hasOwn(values, name));
      if (asked.length > 0) form.reset({ ...values, ...Object.fromEntries(asked) }, wholly);
      setConflict(null);
    },
  };
}

/** What `useStepForm` gives to `StepForm`, whatever the form asks. */
export type StepFormControl = Pick<
  ReturnType<typeof useStepForm>,
  "errors" | "supportCode" | "attempt" | "busy" | "keepMine" | "takeSaved" | "submit" | "prepare"
> & { conflict: Pick<Conflict<FieldValues>, "changedAt" | "saved"> | null };

type Setters<In> = {
  setRefusal: (refusal: Refusal | null) => void;
  setConflict: (conflict: Conflict<In> | null) => void;
  setAttempt: (next: (attempt: number) => number) => void;
};

function useSave<In extends FieldValues, Out, Saved>(
  form: UseFormReturn<In, unknown, Out>,
  { save, onSaved }: StepFormOptions<In, Out, Saved>,
  rowVersion: ReturnType<typeof useRowVersion>,
  { setRefusal, setConflict, setAttempt }: Setters<In>,
) {
  const t = useTranslations("flow");
  const [leaving, startLeaving] = useTransition();
  const key = useSendKey();
  const tellRefused = useRefusalNotes();
  const mutation = useMutation({
    mutationFn: (values: Out) => save(values, { version: rowVersion.current(), idempotencyKey: key.of(values) }),
    onSuccess: answer => {
      key.answered(answer.meta.requestId !== "" && answer.error?.code !== "request_in_flight");
      const conflict = readConflict<In>(answer);
      setConflict(conflict);
      if (!answer.success && !conflict) setRefusal(applyRefusal(form, answer));
      setAttempt(attempt => attempt + 1);
      if (!answer.success) return;
      rowVersion.adopt((answer.data as { version?: number } | null)?.version);
      form.reset(form.getValues(), wholly);
      startLeaving(() => onSaved?.(answer.data));
    },
    onError: () => {
      setRefusal(readRefusal(t("saveFailed")));
      setAttempt(attempt => attempt + 1);
    },
  });
  const submit = async () => {
    if (mutation.isPending || leaving) return;
    setRefusal(null);
    await form.handleSubmit(
      values => mutation.mutateAsync(values).then(undefined, () => undefined),
      errors => {
        setAttempt(attempt => attempt + 1);
        tellRefused?.(Object.keys(errors));
      },
    )();
  };
  return { submit, busy: mutation.isPending || leaving };
}

// What was found wrong before the first save (by a test of it, say) is looked at anew as it changes, as it is after one.
function useCheckedAnew<In extends FieldValues, Out>(form: UseFormReturn<In, unknown, Out>) {
  useEffect(() => {
    const watching = form.watch((_, { name, type }) => {
      if (type === "change" && name && form.getFieldState(name).error) void form.trigger(name);
    });
    return () => watching.unsubscribe();
  }, [form]);
}

// The same answers sent again before an answer came carry the same key.
function useSendKey() {
  const sent = useRef<{ key: string; body: string } | null>(null);
  return {
    of: (values: unknown) => {
      const body = JSON.stringify(values);
      if (sent.current?.body !== body) sent.current = { key: newIdempotencyKey(), body };
      return sent.current.key;
    },
    answered: (isFinal: boolean) => {
      if (isFinal) sent.current = null;
    },
  };
}

// Schemas name their messages; a name that the texts know is translated, anything else is shown as it is.
function useFieldTexts() {
  const t = useTranslations("fields");
  return (message: string) => (t.has(message) ? t(message) : message);
}
