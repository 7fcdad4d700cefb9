"use client";

import { useState } from "react";
import { fieldId } from "@/components/ui/field-context";
import { useFocusLater } from "@/components/ui/use-focus-later";
import { call } from "@/lib/platform/http/browser";
import { scoreId } from "./score-choice";

/** What somebody has said of their onboarding. */
export type Said = { score: number | null; text: string | null };

/** What was refused: of one field, or of all. */
export type Refused = { score?: string; text?: string; all?: string };

/** Where the focus goes once what had it is gone. */
export const sayingPlaces = { told: "feedback-told", change: "feedback-change" } as const;

type Wrong = { field: string; message: string };

function toRefused(errors: readonly Wrong[], message: string): Refused {
  const of = (name: string) => errors.find(({ field }) => field === name)?.message;
  const [score, text] = [of("score"), of("text")];
  return score || text ? { score, text } : { all: message };
}

/** Tells at this address what somebody says, or that they are to be asked no more, and where that leads. */
export function useSaying(address: string, before: Said) {
  const focusLater = useFocusLater();
  const [said, setSaid] = useState(before);
  const [stage, setStage] = useState<"asked" | "answered" | "over">(before.score === null ? "asked" : "answered");
  const [busy, setBusy] = useState<"send" | "dismiss" | null>(null);
  const [refused, setRefused] = useState<Refused>({});
  const tell = async (what: "send" | "dismiss", body: Record<string, unknown>): Promise<boolean> => {
    if (busy !== null) return false;
    setBusy(what);
    const answer = await call("PUT", address, body);
    const wrong = answer.success ? {} : toRefused(answer.error?.errors ?? [], answer.message);
    if (wrong.score) focusLater(scoreId(null));
    else if (wrong.text) focusLater(fieldId("feedbackText"));
    setBusy(null);
    setRefused(wrong);
    return answer.success;
  };
  return {
    ...{ said, stage, busy, refused },
    send: async (score: number | null, text: string) => {
      if (!(await tell("send", score === null ? { text } : { score, text }))) return;
      focusLater(sayingPlaces.change);
      setSaid({ score, text: text.trim() || null });
      setStage("answered");
    },
    dismiss: async () => {
      if (!(await tell("dismiss", { isDismissed: true }))) return;
      focusLater(sayingPlaces.told);
      setStage("over");
    },
    change: () => {
      focusLater(scoreId(said.score));
      setStage("asked");
    },
  };
}
