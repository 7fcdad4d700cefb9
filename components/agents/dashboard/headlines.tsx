import { useFormatter, useTranslations } from "next-intl";
import { Figure } from "@/components/ui/figure";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { Figures, OwnCap } from "@/lib/agents/queries/figures";
import type { Sum } from "@/lib/agents/queries/sums";
import type { Fresh } from "./data-cards";

type HeadlinesProps = { figures: Figures; fresh: Fresh };

/** Sums of several currencies beside each other, in whole units, never added. */
function useSums(): (sums: readonly Sum[]) => string | null {
  const format = useFormatter();
  const tell = ({ amount, currency }: Sum) =>
    format.number(Number(amount), { style: "currency", currency, maximumFractionDigits: 0 });
  return sums => (sums.length > 0 ? sums.map(tell).join(" + ") : null);
}

/** The figures an agent looks for first. Of a data set that never came there is none: a zero would be one that nobody has counted. */
export function Headlines({ figures, fresh }: HeadlinesProps) {
  const t = useTranslations("agents.dashboard.headlines");
  const format = useFormatter();
  const tell = useSums();
  const has = (step: string) => fresh.has(step);
  const count = (step: string, value: number) => (has(step) ? format.number(value) : t("none"));
  const note = (step: string, text: string | null) => (has(step) ? text : t("never"));
  return (
    <section aria-label={t("label")}>
      <dl className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        <Figure
          label={t("openDeals")}
          href="/agent/transactions?group=open"
          value={count("transactions", figures.openTransactions)}
          note={note("transactions", tell(figures.openVolume))}
        />
        <Figure
          label={t("closed")}
          href={`/agent/transactions?group=closed&from=${figures.year}-01-01`}
          value={count("transactions", figures.closedThisYear)}
          note={note("transactions", tell(figures.closedThisYearVolume))}
        />
        <CapFigure cap={has("cap_data") ? figures.ownCap : undefined} />
        <Figure
          label={t("revshare")}
          href="/agent/earnings#revshare"
          value={has("revshare") ? (tell(figures.paidThisYear) ?? t("nothingYet")) : t("none")}
          note={note("revshare", pendingNote(tell(figures.pendingPayments), t))}
        />
        <Figure
          label={t("shares")}
          href="/agent/earnings#equity"
          value={has("equity") ? format.number(Number(figures.shares ?? 0), { maximumFractionDigits: 2 }) : t("none")}
          note={note("equity", tell(figures.shareValue))}
        />
        <Figure
          label={t("contributed")}
          href="/agent/network#contributions"
          value={has("contributions") ? (tell(figures.contributed) ?? t("nothingYet")) : t("none")}
          note={note("contributions", t("contributions", { count: figures.contributions }))}
        />
      </dl>
    </section>
  );
}

const pendingNote = (pending: string | null, t: ReturnType<typeof useTranslations<"agents.dashboard.headlines">>) =>
  pending ? t("pending", { amount: pending }) : null;

/** How far the agent is from the cap; `undefined` while it was never read, null where reZEN tells none. */
function CapFigure({ cap }: { cap: OwnCap | null | undefined }) {
  const t = useTranslations("agents.dashboard.headlines");
  const tell = useSums();
  const href = "/agent/earnings#caps";
  if (!cap?.currency || cap.cap === null)
    return <Figure label={t("cap")} href={href} value={t("none")} note={t(cap === undefined ? "never" : "noCap")} />;
  if (cap.paid === null) {
    const most = tell([{ amount: cap.cap, currency: cap.currency }]) ?? "";
    return <Figure label={t("cap")} href={href} value={t("none")} note={t("capNotTold", { cap: most })} />;
  }
  const { currency, paid, cap: most, isCapped } = cap;
  const [paidText, mostText] = [tell([{ amount: paid, currency }]) ?? "", tell([{ amount: most, currency }]) ?? ""];
  const text = t("capOf", { paid: paidText, cap: mostText });
  return (
    <Figure
      label={t("cap")}
      href={href}
      value={isCapped ? t("capped") : paidText}
      note={
        <span className="grid gap-2">
          {text}
          <ProgressBar size="small" label={t("cap")} value={Number(paid)} max={Number(most)} valueText={text} />
        </span>
      }
    />
  );
}
