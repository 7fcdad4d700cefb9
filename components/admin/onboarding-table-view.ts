"use client";

import { parseAsArrayOf, parseAsNumberLiteral, parseAsStringLiteral, useQueryStates } from "nuqs";
import { columnIds, paces, usualPace } from "./onboarding-columns-list";
import type { Facts } from "./onboarding-table-address";

const parsers = {
  cols: parseAsArrayOf(parseAsStringLiteral(columnIds)).withDefault([...columnIds]),
  every: parseAsNumberLiteral(paces).withDefault(usualPace),
};

/** How somebody looks at the table, which their address remembers and the server need not know: its columns, and how often it is refreshed. */
export function useTableView() {
  const [{ cols, every }, change] = useQueryStates(parsers, { history: "replace", shallow: true });
  const facts: Facts = {
    ...(cols.length === columnIds.length ? {} : { cols: parsers.cols.serialize(cols) }),
    ...(every === usualPace ? {} : { every: String(every) }),
  };
  return { cols, every, facts, change };
}
