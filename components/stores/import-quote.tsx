"use client";

import { useTranslations } from "next-intl";
import { useReadOnly } from "@/components/ui/read-only";
import type { QuoteView } from "@/lib/stores/view/quote";
import { useQuote } from "./use-quote";

type Props = { daysBack: number; includeProducts: boolean };

/** Says before the start about how much there is to import and how long that takes; what cannot be told is left out. Where nothing is sent nobody is asked. */
export function ImportQuote({ daysBack, includeProducts }: Props) {
  const t = useTranslations("stores.import.quote");
  const why = useReadOnly();
  return (
    <div className="rounded-md border border-line bg-sunken px-4 py-3">
      <h2 className="text-sm font-medium text-ink-muted">{t("title")}</h2>
      <p role="status" className="text-pretty tabular-nums">
        {why ?? <Asked daysBack={daysBack} includeProducts={includeProducts} />}
      </p>
    </div>
  );
}

function Asked({ daysBack, includeProducts }: Props) {
  const t = useTranslations("stores.import.quote");
  const quote = useQuote(daysBack, includeProducts);
  if (quote === null) return t("looking");
  return quote === "unknown" ? t("unknown") : <Told quote={quote} />;
}

function Told({ quote: { orders, productRows, apiCalls, estimatedMinutes } }: { quote: QuoteView }) {
  const t = useTranslations("stores.import.quote");
  const said = [
    orders === null ? t("uncounted") : t("orders", { orders, calls: apiCalls ?? 0 }),
    productRows === null ? null : t("products", { rows: productRows }),
    estimatedMinutes === null ? null : t("minutes", { minutes: estimatedMinutes }),
  ];
  return <>{said.filter(Boolean).join(" ")}</>;
}
