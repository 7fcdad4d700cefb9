import { useTranslations } from "next-intl";
import { findSharedCause } from "@/components/flow/sync-view";
import type { Figures } from "@/lib/agents/queries/figures";
import type { StatusView } from "@/lib/agents/view/status";
import { DataCard } from "./data-card";
import { useFigures } from "./data-figures";

/** When each part was last read to its end, by its name. */
export type Fresh = ReadonlyMap<string, { readAt: string }>;

type DataCardsProps = {
  current: StatusView;
  figures: Figures;
  fresh: Fresh;
  /** There is a key that works. */
  hasKey: boolean;
};

const places: Partial<Record<string, string>> = {
  listings: "/agent/listings",
  transactions: "/agent/transactions",
  sponsor_tree: "/agent/network",
  contributions: "/agent/network#contributions",
  cap_data: "/agent/earnings#caps",
  equity: "/agent/earnings#equity",
  revshare: "/agent/earnings#revshare",
};

const blockedId = "no-refresh";

/** Every set of an agent's data, in the order in which it arrives. */
export function DataCards({ current, figures, fresh, hasKey }: DataCardsProps) {
  const t = useTranslations("agents");
  const tell = useFigures();
  const isToldAbove = findSharedCause(current.steps) !== null;
  const isRunning = current.endedAt === null;
  const isBlocked = isRunning || !hasKey;
  return (
    <section aria-labelledby="data-sets" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="data-sets" className="text-lg font-semibold">
          {t("dashboard.data")}
        </h2>
        {isBlocked ? (
          <p id={blockedId} className="text-sm text-ink-muted">
            {t(isRunning ? "dashboard.card.blockedBySync" : "dashboard.card.blockedByKey")}
          </p>
        ) : null}
      </div>
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {current.steps.map(part => (
          <DataCard
            key={part.id}
            part={part}
            title={t.has(`parts.${part.id}`) ? t(`parts.${part.id}`) : part.title}
            href={places[part.id]}
            figures={tell(part.id, figures)}
            readAt={fresh.get(part.id)?.readAt}
            run={current}
            isToldAbove={isToldAbove}
            blockedBy={isBlocked ? blockedId : undefined}
          />
        ))}
      </div>
    </section>
  );
}
