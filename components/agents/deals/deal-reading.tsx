import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { Reading } from "@/lib/agents/queries/deals/reading";
import type { DealKind } from "@/lib/agents/schema/deals";

type Why = "running" | "failed" | "waiting" | "unread";

const whys: Record<string, Why> = { running: "running", retrying: "running", failed: "failed", waiting: "waiting" };

/** Why a list was not read to its end; null once it was. */
const whyMissing = ({ readAt, state }: Reading): Why | null => (readAt ? null : (whys[state] ?? "unread"));

/** As of when a list is. */
export function DealAge({ readAt }: { readAt: string | null }) {
  const t = useTranslations("agents.deals");
  return readAt ? t.rich("asOf", { when: () => <Time value={readAt} /> }) : null;
}

/** Above a list that is not what reZEN has: only a part of it, or as it was before a reading that failed. Nothing else. */
export function DealReading({ kind, reading }: { kind: DealKind; reading: Reading }) {
  const t = useTranslations("agents.deals.reading");
  const why = whyMissing(reading);
  if (why)
    return (
      <Notice tone="warning" title={t("part", { kind })}>
        {t(`${why}Help`, { kind })}
      </Notice>
    );
  if (reading.state !== "failed") return null;
  return (
    <Notice tone="warning" title={t("old", { kind })}>
      {reading.errorMessage}
    </Notice>
  );
}

/** Where a list would be: that reZEN knows of none, or that they were not read, which is something else. */
export function NoDeals({ kind, reading }: { kind: DealKind; reading: Reading }) {
  const t = useTranslations("agents.deals.reading");
  const why = whyMissing(reading);
  if (!why)
    return (
      <EmptyState title={t("none", { kind })}>
        <DealAge readAt={reading.readAt} />
      </EmptyState>
    );
  const action = (
    <LinkButton href="/agent/dashboard" variant="secondary" size="small">
      {t("dashboard")}
    </LinkButton>
  );
  return (
    <EmptyState title={t(why, { kind })} action={action}>
      <p>{t(`${why}Help`, { kind })}</p>
      {why === "failed" && reading.errorMessage ? <p>{reading.errorMessage}</p> : null}
    </EmptyState>
  );
}
