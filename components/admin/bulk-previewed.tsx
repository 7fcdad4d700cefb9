"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { BulkAction, BulkFilterWords, BulkPreview } from "@/lib/platform/bulk/schema";
import { call } from "@/lib/platform/http/browser";

/** Of which onboardings: those with these ids, or all that match. */
export type BulkWhich = { ids: number[] } | { filter: BulkFilterWords };

/** What was found of what an act would do: nothing yet, or a sentence why nobody can say. */
export type BulkLook = BulkPreview | string | null;

type Props = {
  action: BulkAction;
  which: BulkWhich;
  count: number;
  /** Looks anew when it changes. */
  round: number;
  seen: BulkLook;
  see: (seen: BulkLook) => void;
};

/** What an act on many would do, asked as it is drawn: how many of each kind, what outside notices, and how many it can do nothing with. */
export function BulkPreviewed({ action, which, count, round, seen, see }: Props) {
  const t = useTranslations("bulk.ask");
  const asked = JSON.stringify({ action, ...which });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks the same again
  useEffect(() => {
    let isOver = false;
    see(null);
    call<BulkPreview>("POST", "/api/v1/admin/bulk/preview", JSON.parse(asked)).then(
      ({ success, data, message }) => isOver || see(success && data ? data : message),
    );
    return () => {
      isOver = true;
    };
  }, [asked, round, see]);
  if (seen === null)
    return (
      <div role="status">
        <span className="sr-only">{t("looking")}</span>
        <Skeleton className="h-16" />
      </div>
    );
  if (typeof seen === "string") return <Notice tone="warning" title={seen} />;
  const { cannot, hastened, kinds } = seen;
  return (
    <div className="grid gap-3">
      <OtherCount seen={seen} count={count} />
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
      {hastened > 0 ? <p className="text-sm text-ink-muted">{t("hastened", { count: hastened })}</p> : null}
      {cannot > 0 ? <p className="text-sm text-ink-muted">{t(`acts.${action}.cannot`, { count: cannot })}</p> : null}
    </div>
  );
}

/** That they are not as many as were chosen, and what that means; nothing where they are. */
function OtherCount({ seen: { total, most }, count }: { seen: BulkPreview; count: number }) {
  const t = useTranslations("bulk.ask");
  if (total === count) return null;
  const what = total === 0 ? "none" : total > most ? "tooMany" : total > count ? "more" : "fewer";
  return (
    <Notice
      tone={what === "fewer" ? "neutral" : "warning"}
      live="polite"
      title={t(`other.${what}.title`, { total, count })}
    >
      {t(`other.${what}.help`)}
    </Notice>
  );
}
