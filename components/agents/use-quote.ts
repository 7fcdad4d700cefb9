"use client";

import { useEffect, useState } from "react";
import type { QuoteView } from "@/lib/agents/view/quote";
import { call } from "@/lib/platform/http/browser";

const quotePath = "/api/v1/agents/onboarding/quote";
// One at a time: another page of the same account may be asking.
const busyMs = 3000;
const mostAsked = 6;

async function ask(isStale: () => boolean): Promise<QuoteView | "unknown"> {
  for (let asked = 1; ; asked++) {
    const answer = await call<QuoteView>("POST", quotePath, {});
    if (answer.data && answer.success) return answer.data;
    if (answer.error?.code !== "rate_limited" || asked === mostAsked || isStale()) return "unknown";
    await new Promise(resolve => setTimeout(resolve, busyMs));
  }
}

/** What a sync will be about: null while it is asked, "unknown" where nobody can tell. */
export function useQuote(): QuoteView | "unknown" | null {
  const [quote, setQuote] = useState<QuoteView | "unknown" | null>(null);
  useEffect(() => {
    let isStale = false;
    void ask(() => isStale).then(told => {
      if (!isStale) setQuote(told);
    });
    return () => {
      isStale = true;
    };
  }, []);
  return quote;
}
