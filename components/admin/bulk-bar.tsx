"use client";

import { CircleStop, Play, RotateCcw, SkipForward, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { BulkFilterWords } from "@/lib/platform/bulk/schema";
import { BulkAct } from "./bulk-act";
import { mostAtOnce } from "./bulk-stated";

type BulkBarProps = {
  /** The onboardings that were chosen in the table, by id. */
  selected: readonly number[];
  /** What the table is filtered by, as its address says it. */
  filter: BulkFilterWords;
  /** How many match the filter; null where nothing is filtered. */
  total: number | null;
  /** Clears the selection: nothing shall be done with it any more, or it is being done. */
  onDone: () => void;
};

const acts = [
  { action: "retry", icon: <RotateCcw aria-hidden /> },
  { action: "resume", icon: <Play aria-hidden /> },
  { action: "cancel", icon: <CircleStop aria-hidden /> },
  { action: "skip", icon: <SkipForward aria-hidden /> },
] as const;

/** What can be done with the rows that were chosen, or with all that match; each act asks first and leads to its job. Shows nothing while no row is chosen. */
export function BulkBar({ selected, filter, total, onDone }: BulkBarProps) {
  const t = useTranslations("bulk.bar");
  const router = useRouter();
  const [wantsAll, setWantsAll] = useState(false);
  const chosen = selected.length;
  if (chosen === 0) return null;
  const isTooMany = total !== null && total > mostAtOnce;
  const canWantAll = total !== null && total > chosen && !isTooMany;
  const isAll = wantsAll && canWantAll;
  const count = isAll ? total : chosen;
  const which = isAll ? { filter } : { ids: [...selected] };
  const clear = () => {
    setWantsAll(false);
    onDone();
  };
  return (
    <section
      aria-label={t("label")}
      className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md border border-line bg-sunken px-4 py-3"
    >
      <p role="status" className="font-medium tabular-nums">
        {isAll ? t("all", { count }) : t("selected", { count })}
      </p>
      {canWantAll ? (
        <Button variant="ghost" size="small" onClick={() => setWantsAll(!isAll)} className="underline">
          {isAll ? t("onlySelected", { count: chosen }) : t("wantAll", { count: total })}
        </Button>
      ) : null}
      {isTooMany ? <p className="max-w-md text-sm text-pretty text-ink-muted">{t("tooMany")}</p> : null}
      <div className="flex flex-wrap gap-2 sm:ml-auto">
        {acts.map(({ action, icon }) => (
          <BulkAct
            key={action}
            {...{ action, icon, which, count }}
            onBegun={id => {
              clear();
              router.push(`/admin/bulk/${id}`);
            }}
          />
        ))}
        <Button variant="ghost" size="small" onClick={clear}>
          <X aria-hidden />
          {t("clear")}
        </Button>
      </div>
    </section>
  );
}
