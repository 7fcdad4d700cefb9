"use client";

import { useEffect, useState } from "react";
import { call } from "@/lib/platform/http/browser";
import type { QuoteView } from "@/lib/stores/view/quote";

const quotePath = "/api/v1/store/onboarding/step/order-sync/quote";
// Nobody is asked about each key that is pressed.
const pauseMs = 600;
// One at a time: who changes an answer while a quote is made waits for its end.
const busyMs = 2000;
const mostAsked = 8;

async function ask(input: Record<string, unknown>, isStale: () => boolean): Promise<QuoteView | "unknown"> {
  for (let asked = 1; ; asked++) {
    const answer = await call<QuoteView>("POST", quotePath, input);
    if (answer.data && answer.success) return answer.data;
    if (answer.error?.code !== "rate_limited" || asked === mostAsked || isStale()) return "unknown";
    await new Promise(resolve => setTimeout(resolve, busyMs));
  }
}

/** What the import of a period will be about, asked again when the answers change: null while it is asked, "unknown" where nobody can tell. */
export function useQuote(daysBack: number, includeProducts: boolean): QuoteView | "unknown" | null {
  const [quote, setQuote] = useState<QuoteView | "unknown" | null>(null);
  useEffect(() => {
    setQuote(null);
    let isStale = false;
    const timer = setTimeout(async () => {
      const told = await ask({ daysBack, includeProducts }, () => isStale);
      if (!isStale) setQuote(told);
    }, pauseMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [daysBack, includeProducts]);
  return quote;
}
