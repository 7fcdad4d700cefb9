"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { BulkAction, BulkFilterWords, BulkPreview } from "@/lib/platform/bulk/schema";
import { call } from "@/lib/platform/http/browser";

/** Of which onboardings: those with these ids, or all that match. */
export type BulkWhich = { ids: number[] } | { filter: BulkFilterWords };

type Props = { action: BulkAction; which: BulkWhich; count: number };

/** What an act on many would do, asked as it is drawn: how many of each kind, what outside notices, and how many it can do nothing with. */
export function BulkPreviewed({ action, which, count }: Props) {
  const t = useTranslations("bulk.ask");
  const [seen, setSeen] = useState<BulkPreview | string | null>(null);
  const asked = JSON.stringify({ action, ...which });
  useEffect(() => {
    let isOver = false;
    call<BulkPreview>("POST", "/api/v1/admin/bulk/preview", JSON.parse(asked)).then(
      ({ success, data, message }) => isOver || setSeen(success && data ? data : message),
    );
    return () => {
      isOver = true;
    };
  }, [asked]);
  if (seen === null)
    return (
      <div role="status">
        <span className="sr-only">{t("looking")}</span>
        <Skeleton className="h-16" />
      </div>
    );
  if (typeof seen === "string") return <Notice tone="warning" title={seen} />;
  const { total, most, cannot, kinds } = seen;
  return (
    <div className="grid gap-3">
      {total === count ? null : (
        <Notice
          tone={total > count || total === 0 ? "warning" : "neutral"}
          live="polite"
          title={t("otherCount", { total, count, isMore: total > most ? "yes" : "no" })}
        >
          {total > count || total === 0 ? t("otherCountHelp") : t("fewerHelp")}
        </Notice>
      )}
      <div>
        <p className="mb-1.5 font-medium">{t("outside")}</p>
        <ul className="grid list-disc gap-1.5 pl-5">
          {kinds.map(({ kind, count: of, cannot: left }) => (
            <li key={kind}>
              <span className="font-medium tabular-nums">{t(`kinds.${kind}`, { count: of })}</span>{" "}
              {of > left ? t(`acts.${action}.outside.${kind}`) : t("nothing")}
            </li>
          ))}
        </ul>
      </div>
      {cannot > 0 ? <p className="text-sm text-ink-muted">{t(`acts.${action}.cannot`, { count: cannot })}</p> : null}
    </div>
  );
}
