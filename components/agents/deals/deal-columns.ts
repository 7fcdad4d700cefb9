import { useTranslations } from "next-intl";
import type { SortColumn } from "@/components/ui/sort-header";
import { type DealKind, type DealSearch, type DealSort, dealSorts, firstOrder } from "@/lib/agents/schema/deals";
import { listAddress } from "./deal-address";

/** The columns that a list of deals can be sorted by, with the addresses that do. */
export function useDealColumns(kind: DealKind, search: DealSearch): Partial<Record<DealSort, SortColumn>> {
  const t = useTranslations("agents.deals");
  const columns = dealSorts[kind].map((sort): [DealSort, SortColumn] => {
    const isCurrent = search.sort === sort;
    const turned = search.order === "asc" ? "desc" : "asc";
    const href = listAddress(kind, search, { sort, order: isCurrent ? turned : firstOrder(sort) });
    const direction = search.order === "asc" ? "ascending" : "descending";
    return [sort, { key: sort, label: t(`columns.${sort}`, { kind }), href, sort: isCurrent ? direction : "none" }];
  });
  return Object.fromEntries(columns);
}
