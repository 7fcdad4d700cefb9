"use client";

import { useEffect, useState } from "react";
import { call } from "@/lib/platform/http/browser";
import type { QuoteView } from "@/lib/stores/view/quote";

const quotePath = "/api/v1/store/onboarding/step/order-sync/quote";
// Nobody is asked about each key that is pressed.
const pauseMs = 600;

/** What the import of a period will be about, asked again when the answers change: null while it is asked, "unknown" where nobody can tell. */
export function useQuote(daysBack: number, includeProducts: boolean): QuoteView | "unknown" | null {
  const [quote, setQuote] = useState<QuoteView | "unknown" | null>(null);
  useEffect(() => {
    setQuote(null);
    let isStale = false;
    const timer = setTimeout(async () => {
      const answer = await call<QuoteView>("POST", quotePath, { daysBack, includeProducts });
      if (!isStale) setQuote(answer.data && answer.success ? answer.data : "unknown");
    }, pauseMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [daysBack, includeProducts]);
  return quote;
}
