"use client";

import { useTranslations } from "next-intl";
import { useReadOnly } from "@/components/ui/read-only";
import type { QuoteView } from "@/lib/agents/view/quote";
import { useQuote } from "./use-quote";

/** Says before the start about how much there is to fetch and how long that takes; what cannot be told is left out. Where nothing is sent nobody is asked. */
export function SyncQuote() {
  const t = useTranslations("agents.sync.quote");
  const why = useReadOnly();
  return (
    <div className="grid gap-1 rounded-md border border-line bg-sunken px-4 py-3.5">
      <h2 className="text-sm font-medium text-ink-muted">{t("title")}</h2>
      <div role="status" className="text-pretty tabular-nums">
        {why ?? <Asked />}
      </div>
    </div>
  );
}

function Asked() {
  const t = useTranslations("agents.sync.quote");
  const quote = useQuote();
  if (quote === null) return t("looking");
  return quote === "unknown" ? t("unknown") : <Told quote={quote} />;
}

function Told({ quote }: { quote: QuoteView }) {
  const { listings, transactions, apiCalls, estimatedMinutes, queuedAhead, queuedMinutes } = quote;
  const t = useTranslations("agents.sync.quote");
  const isCounted = listings !== null || transactions !== null;
  return (
    <>
      <p className={isCounted ? "text-lg font-semibold" : undefined}>
        {listings !== null && transactions !== null ? t("both", { listings, transactions }) : null}
        {listings === null && transactions !== null ? t("transactions", { transactions }) : null}
        {listings !== null && transactions === null ? t("listings", { listings }) : null}
        {isCounted ? null : t("unknown")}
      </p>
      <p className="text-ink-muted empty:hidden">
        {estimatedMinutes === null ? null : t("minutes", { minutes: estimatedMinutes, calls: apiCalls ?? 0 })}
        {estimatedMinutes === null && apiCalls !== null ? t("calls", { calls: apiCalls }) : null}
      </p>
      {queuedAhead > 0 ? (
        <p className="text-ink-muted">
          {queuedMinutes === null
            ? t("queued", { queued: queuedAhead })
            : t("queuedMinutes", { queued: queuedAhead, minutes: queuedMinutes })}
        </p>
      ) : null}
    </>
  );
}
