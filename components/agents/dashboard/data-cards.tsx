import { useTranslations } from "next-intl";
import { findSharedCause } from "@/components/flow/sync-view";
import type { Figures } from "@/lib/agents/queries/figures";
import type { StatusView } from "@/lib/agents/view/status";
import { shownStates, syncPace } from "../sync-data";
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
  /** Nothing is fetched until somebody resumes. */
  isPaused: boolean;
};

type Block = "blockedByPause" | "blockedBySync" | "blockedByKey";

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

/** What keeps a part from being fetched by itself now. */
function findBlock({
  isPaused,
  isLive,
  hasKey,
}: {
  isPaused: boolean;
  isLive: boolean;
  hasKey: boolean;
}): Block | null {
  if (isPaused) return "blockedByPause";
  if (isLive) return "blockedBySync";
  return hasKey ? null : "blockedByKey";
}

/** Every set of an agent's data, in the order in which it arrives. */
export function DataCards({ current, figures, fresh, hasKey, isPaused }: DataCardsProps) {
  const t = useTranslations("agents");
  const tell = useFigures();
  const isToldAbove = findSharedCause(current.steps) !== null;
  const isLive = current.endedAt === null && !isPaused;
  const states = shownStates(current.steps);
  const pace = syncPace(current);
  const block = findBlock({ isPaused, isLive, hasKey });
  return (
    <section aria-labelledby="data-sets" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="data-sets" className="text-lg font-semibold">
          {t("dashboard.data")}
        </h2>
        {block ? (
          <p id={blockedId} className="text-sm text-ink-muted">
            {t(`dashboard.card.${block}`)}
          </p>
        ) : null}
      </div>
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {current.steps.map((part, at) => (
          <DataCard
            key={part.id}
            part={part}
            title={t.has(`parts.${part.id}`) ? t(`parts.${part.id}`) : part.title}
            href={places[part.id]}
            figures={tell(part.id, figures)}
            readAt={fresh.get(part.id)?.readAt}
            run={current}
            pace={pace}
            isLive={isLive}
            shown={states[at] ?? part.state}
            isToldAbove={isToldAbove}
            blockedBy={block ? blockedId : undefined}
          />
        ))}
      </div>
    </section>
  );
}
