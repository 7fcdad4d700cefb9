"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Envelope } from "@/lib/platform/http/envelope";

/** What a server refused: a sentence by the name of each field that was asked, and one about the rest. */
export type Refused = { fields: Partial<Record<string, string>>; rest: string | null };

/** Asks a server to act on what the question's fields hold; the answer of a call that never arrived is a rejection. */
export type Acting = {
  act: (given: FormData) => Promise<Envelope<unknown>>;
  /** What follows once it was done and the question has closed. */
  onDone?: () => unknown;
};

const nothing: Refused = { fields: {}, rest: null };

function readRefused({ success, error, message }: Envelope<unknown>, asked: readonly string[]): Refused {
  if (success) return nothing;
  const errors = error?.errors ?? [];
  const placed = errors.filter(({ field }) => asked.includes(field));
  const fields = Object.fromEntries(placed.toReversed().map(one => [one.field, one.message]));
  return { fields, rest: placed.length > 0 ? null : (errors[0]?.message ?? message) };
}

/** A question, open from the start, that stays so until what it asks about is done or given up, and remembers what was refused. */
export function useQuestion({ act, onDone }: Acting) {
  const t = useTranslations("flow");
  const [open, setOpen] = useState(true);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(nothing);
  const [attempt, setAttempt] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const acts = useRef(false);
  useEffect(() => {
    if (attempt === 0) return;
    const find = (what: string) => form.current?.querySelector<HTMLElement>(what);
    (find("[aria-invalid=true]") ?? find("textarea, input"))?.focus();
  }, [attempt]);
  // The button that opened the question may go with what it was about: whoever pressed it stays on the page.
  useEffect(
    () => () => {
      if (acts.current && document.activeElement === document.body) document.getElementById("main")?.focus();
    },
    [],
  );
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    setBusy(true);
    acts.current = true;
    const answer = await act(given).catch(() => null);
    acts.current = answer?.success ?? false;
    setBusy(false);
    setRefused(answer ? readRefused(answer, [...given.keys()]) : { fields: {}, rest: t("saveFailed") });
    if (!answer?.success) return setAttempt(before => before + 1);
    setOpen(false);
    onDone?.();
  };
  const change = (next: boolean) => {
    setOpen(next);
    setRefused(nothing);
  };
  /** What was refused of a field counts no more once it says something else. */
  const edit = ({ target }: FormEvent<HTMLFormElement>) => {
    const name = "name" in target ? String(target.name) : "";
    if (name in refused.fields) setRefused({ ...refused, fields: { ...refused.fields, [name]: undefined } });
  };
  return { open, busy, refused, form, submit, change, edit };
}
