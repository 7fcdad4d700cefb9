import { useTranslations } from "next-intl";
import { FilterChips } from "@/components/ui/filter-chips";
import type { DealKind, DealSearch } from "@/lib/agents/schema/deals";
import { spellOut } from "../use-words";
import { listAddress, unfiltered } from "./deal-address";
import { useDealWords } from "./use-deal-words";

/** What a list of deals is filtered by, each to be taken away. */
export function DealChips({ kind, search }: { kind: DealKind; search: DealSearch }) {
  const t = useTranslations("agents.deals");
  const { day } = useDealWords();
  const { group, state, q, from, to, changed } = search;
  const told = {
    q: q && t("chips.q", { q }),
    group: group && t(`groups.${group}`),
    state: state && spellOut(state),
    from: from && t("chips.from", { kind, day: day(from) }),
    to: to && t("chips.to", { kind, day: day(to) }),
    changed: changed && t("changed"),
  };
  const chips = Object.entries(told).flatMap(([key, label]) =>
    label ? [{ key, label, href: listAddress(kind, search, { [key]: undefined }) }] : [],
  );
  return <FilterChips chips={chips} clearHref={listAddress(kind, search, unfiltered)} />;
}
