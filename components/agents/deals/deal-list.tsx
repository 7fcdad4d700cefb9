import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { ChoiceLinks } from "@/components/ui/choice-links";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Pagination } from "@/components/ui/pagination";
import { SortLinks } from "@/components/ui/sort-header";
import type { DealList as List, StateCount } from "@/lib/agents/queries/deals/list-deals";
import { mostKept } from "@/lib/agents/schema/changes";
import { type DealKind, type DealSearch, dealGroups, dealRows } from "@/lib/agents/schema/deals";
import type { ListingRow, TransactionRow } from "@/lib/agents/view/deals";
import { listAddress, unfiltered } from "./deal-address";
import { DealChips } from "./deal-chips";
import { useDealColumns } from "./deal-columns";
import { DealFilters } from "./deal-filters";
import { DealReading, NoDeals } from "./deal-reading";
import { DealTable } from "./deal-table";

type DealListProps = { kind: DealKind; search: DealSearch; list: List<ListingRow | TransactionRow> };

const sum = (states: readonly StateCount[]) => states.reduce((total, { count }) => total + count, 0);

/** A list of an agent's deals with all that finds one in it. */
export function DealList({ kind, search, list }: DealListProps) {
  const t = useTranslations("agents.deals");
  const columns = Object.values(useDealColumns(kind, search));
  if (sum(list.states) === 0)
    return (
      <Card flush>
        <NoDeals kind={kind} reading={list.reading} />
      </Card>
    );
  const ofGroup = list.states.filter(({ group }) => search.group === undefined || group === search.group);
  const states = [
    ...new Set([...ofGroup.flatMap(({ state }) => state ?? []), ...(search.state ? [search.state] : [])]),
  ];
  return (
    <div className="grid grid-cols-1 gap-4">
      <DealReading kind={kind} reading={list.reading} />
      <DealGroups kind={kind} search={search} states={list.states} />
      <DealFilters kind={kind} search={search} states={states} />
      <DealChips kind={kind} search={search} />
      <p role="status" className="text-sm text-ink-muted tabular-nums empty:hidden">
        <FoundCount kind={kind} search={search} list={list} />
      </p>
      <SortLinks columns={columns} label={t("sortBy")} />
      <Card flush>
        {list.items.length > 0 ? (
          <DealTable kind={kind} search={search} deals={list.items} />
        ) : (
          <NothingFound kind={kind} search={search} />
        )}
      </Card>
      <DealPages kind={kind} search={search} list={list} />
    </div>
  );
}

/** How many are found; of what the last sync has changed no number where only a part of it is kept. */
function FoundCount({ kind, search, list: { total, reading } }: DealListProps) {
  const t = useTranslations("agents.deals");
  if (search.changed && reading.isCut) return t("foundCut", { most: mostKept });
  return total === null ? null : t("found", { kind, count: total });
}

type Part = Omit<DealListProps, "list">;

function DealGroups({ kind, search, states }: Part & { states: readonly StateCount[] }) {
  const t = useTranslations("agents.deals.groups");
  const to = (group: DealSearch["group"]) => ({
    href: listAddress(kind, search, { group, state: undefined }),
    label: t(group ?? "all"),
    count: sum(states.filter(one => group === undefined || one.group === group)),
    current: search.group === group,
  });
  return <ChoiceLinks label={t("label")} links={[to(undefined), ...dealGroups.map(to)]} />;
}

function NothingFound({ kind, search }: Part) {
  const t = useTranslations("agents.deals");
  const action = (
    <LinkButton href={listAddress(kind, search, unfiltered)} variant="secondary" size="small" prefetch={false}>
      {t("clear")}
    </LinkButton>
  );
  return (
    <EmptyState icon={SearchX} title={t("nothingFound", { kind })} action={action}>
      {t("nothingFoundHelp")}
    </EmptyState>
  );
}

function DealPages({ kind, search, list: { previous, next } }: DealListProps) {
  const t = useTranslations("agents.deals");
  const ways = {
    previous: previous && listAddress(kind, search, { before: previous, after: undefined }),
    next: next && listAddress(kind, search, { after: next, before: undefined }),
  };
  const links = dealRows.map(rows => ({
    ...{ href: listAddress(kind, search, { rows }), label: rows, current: search.rows === rows },
  }));
  return (
    <div className="flex flex-wrap items-center justify-between gap-4">
      <ChoiceLinks quiet label={t("rows")} links={links} />
      <Pagination {...ways} />
    </div>
  );
}
