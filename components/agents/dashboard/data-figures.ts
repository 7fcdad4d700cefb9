import { useFormatter, useTranslations } from "next-intl";
import type { Figures } from "@/lib/agents/queries/figures";
import type { Sum } from "@/lib/agents/queries/sums";

/** A number with its name; money has a line of its own. */
export type ShownFigure = { label: string; value: string; isWide?: boolean };

type Name =
  | keyof Omit<Figures, "isTeam" | "ownCap">
  | "account"
  | "individual"
  | "team"
  | "ownCap"
  | "capOf"
  | "capNotTold"
  | "none";
type Say = {
  text: (name: Name, values?: Record<string, string>) => string;
  count: (name: Name, value: number) => ShownFigure;
  /** Whole units where the cents say nothing. */
  money: (name: Name, sums: readonly Sum[], isRounded?: boolean) => ShownFigure;
};

const tellCap = ({ ownCap }: Figures, { text, money }: Say): ShownFigure => {
  const label = text("ownCap");
  if (!ownCap?.currency || ownCap.cap === null) return { label, value: text("none"), isWide: true };
  const { paid, cap, currency } = ownCap;
  const amount = (of: string) => money("ownCap", [{ amount: of, currency }], true).value;
  const value =
    paid === null ? text("capNotTold", { cap: amount(cap) }) : text("capOf", { paid: amount(paid), cap: amount(cap) });
  return { label, value, isWide: true };
};

const tellShares = ({ shares }: Figures, { text, count }: Say): ShownFigure =>
  shares === null ? { label: text("shares"), value: text("none") } : count("shares", Number(shares));

const told: Partial<Record<string, (of: Figures, say: Say) => ShownFigure[]>> = {
  agent_data: (of, { text }) => [{ label: text("account"), value: text(of.isTeam ? "team" : "individual") }],
  team_roster: (of, { text, count }) => [
    count("members", of.members),
    ...(of.teamName ? [{ label: text("teamName"), value: of.teamName, isWide: true }] : []),
  ],
  listings: (of, { count }) => [count("listings", of.listings), count("openListings", of.openListings)],
  transactions: (of, { count, money }) => [
    count("transactions", of.transactions),
    count("openTransactions", of.openTransactions),
    money("volume", of.volume, true),
  ],
  sponsor_tree: ({ sponsors, network }, { count }) => [
    count("sponsors", sponsors),
    ...(network === null ? [] : [count("network", network)]),
  ],
  contributions: (of, { count, money }) => [
    count("contributions", of.contributions),
    money("contributed", of.contributed),
  ],
  cap_data: (of, say) => [say.count("caps", of.caps), tellCap(of, say)],
  equity: (of, say) => [tellShares(of, say), say.money("shareValue", of.shareValue)],
  revshare: (of, { count, money }) => [count("payments", of.payments), money("paid", of.paid)],
};

/** Says what is there of each part of an agent's data; nothing of a part that this does not know. */
export function useFigures(): (id: string, figures: Figures) => ShownFigure[] {
  const text = useTranslations("agents.dashboard.figures");
  const format = useFormatter();
  const say: Say = {
    text,
    count: (name, value) => ({ label: text(name), value: format.number(value) }),
    money: (name, sums, isRounded = false) => {
      const digits = isRounded ? { maximumFractionDigits: 0 } : {};
      const amounts = sums.map(({ amount, currency }) =>
        format.number(Number(amount), { style: "currency", currency, ...digits }),
      );
      return { label: text(name), value: amounts.join(" + ") || text("none"), isWide: true };
    },
  };
  return (id, figures) => told[id]?.(figures, say) ?? [];
}
