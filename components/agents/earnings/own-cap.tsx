import { Target } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { CapRow } from "@/lib/agents/queries/earnings";
import { useCapWords } from "./use-cap-words";

type CapProps = { label: string; paid: string | null; cap: string | null; isCapped: boolean | null; currency: string };

/** How far the agent is from the caps of brokerage and team, and when they begin anew. */
export function OwnCap({ cap }: { cap: CapRow | null }) {
  const t = useTranslations("agents.earnings");
  const currency = cap?.currency;
  const caps = cap && [
    { label: t("brokerageCap"), paid: cap.brokeragePaid, cap: cap.brokerage, isCapped: cap.isBrokerageCapped },
    { label: t("teamCap"), paid: cap.teamPaid, cap: cap.team, isCapped: cap.isTeamCapped },
  ];
  const told = caps?.filter(one => one.cap !== null) ?? [];
  if (!cap || !currency || told.length === 0)
    return (
      <Card>
        <EmptyState icon={Target} title={t("noCap")} />
      </Card>
    );
  return (
    <Card>
      <div className="grid grid-cols-1 gap-6">
        {told.map(one => (
          <Cap key={one.label} {...one} currency={currency} />
        ))}
        {cap.anniversary ? <Anniversary day={cap.anniversary} /> : null}
      </div>
    </Card>
  );
}

/** `day` is one of any year: the year of it says nothing. */
function Anniversary({ day }: { day: string }) {
  const t = useTranslations("agents.earnings");
  const format = useFormatter();
  const told = format.dateTime(new Date(`${day}T00:00:00Z`), { day: "numeric", month: "long", timeZone: "UTC" });
  return <p className="text-sm text-ink-muted">{t("anniversary", { day: told })}</p>;
}

function Cap({ label, paid, cap, isCapped, currency }: CapProps) {
  const t = useTranslations("agents.earnings");
  const text = useCapWords()(paid, cap, currency) ?? t("notTold");
  return (
    <div className="grid grid-cols-1 gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="font-medium">{label}</span>
        <span className="tabular-nums">
          {text}
          {isCapped === null ? null : (
            <span className="text-ink-muted"> · {isCapped ? t("capped") : t("notCapped")}</span>
          )}
        </span>
      </div>
      {paid === null ? null : (
        <ProgressBar
          label={label}
          value={Number(paid)}
          max={Number(cap)}
          valueText={text}
          tone={isCapped ? "success" : "active"}
        />
      )}
    </div>
  );
}
