import { useTranslations } from "next-intl";
import { findSharedCause } from "@/components/flow/sync-view";
import type { Figures } from "@/lib/agents/queries/figures";
import type { StatusView } from "@/lib/agents/view/status";
import { DataCard } from "./data-card";
import { useFigures } from "./data-figures";

type DataCardsProps = {
  current: StatusView;
  figures: Figures;
  /** When each part was last read to its end, by its name. */
  fresh: ReadonlyMap<string, string>;
};

/** Every set of an agent's data, in the order in which it arrives. */
export function DataCards({ current, figures, fresh }: DataCardsProps) {
  const t = useTranslations("agents");
  const tell = useFigures();
  const isToldAbove = findSharedCause(current.steps) !== null;
  const canTry = current.endedAt !== null && current.waitingFor === null;
  return (
    <section aria-labelledby="data-sets" className="grid gap-4">
      <h2 id="data-sets" className="text-lg font-semibold">
        {t("dashboard.data")}
      </h2>
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {current.steps.map(part => (
          <DataCard
            key={part.id}
            part={part}
            title={t.has(`parts.${part.id}`) ? t(`parts.${part.id}`) : part.title}
            figures={tell(part.id, figures)}
            at={fresh.get(part.id)}
            isToldAbove={isToldAbove}
            canTry={canTry}
          />
        ))}
      </div>
    </section>
  );
}
