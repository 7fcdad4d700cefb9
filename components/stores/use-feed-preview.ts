"use client";

import { useEffect, useRef, useState } from "react";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { FeedLanguage } from "@/lib/stores/schema";
import type { PreviewView } from "@/lib/stores/view/preview";

/** Where the preview of feeds is asked for. */
export const previewPath = "/api/v1/store/onboarding/step/product-import/preview";

/** Why a feed could not be looked into; with its columns, where it named any. */
export type PreviewRefusal = { message: string; supportCode: string; missingColumns: string[]; columns: string[] };

export type PreviewState =
  | { state: "idle" | "reading" }
  | { state: "found"; view: PreviewView }
  | { state: "refused"; refusal: PreviewRefusal };

type Told = { missingColumns?: string[]; columns?: { name: string }[] };

function read(answer: Envelope<unknown>): PreviewState {
  if (answer.success) return { state: "found", view: answer.data as PreviewView };
  const { missingColumns = [], columns = [] } = (answer.data ?? {}) as Told;
  const message = answer.error?.errors[0]?.message ?? answer.message;
  const supportCode = answer.error?.supportCode ?? "";
  return {
    state: "refused",
    refusal: { message, supportCode, missingColumns, columns: columns.map(({ name }) => name) },
  };
}

/** Looks into a feed on demand. What was found is of one address: when that changes, it is gone, and a look under way counts no more. */
export function useFeedPreview(url: string, language: FeedLanguage) {
  const [shown, setShown] = useState<PreviewState>({ state: "idle" });
  const round = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the address changes
  useEffect(() => {
    round.current += 1;
    setShown({ state: "idle" });
  }, [url]);
  const look = async () => {
    round.current += 1;
    const own = round.current;
    setShown({ state: "reading" });
    const answer = await call("POST", previewPath, { url, language });
    if (own === round.current) setShown(read(answer));
  };
  return [shown, look] as const;
}
