"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { call } from "@/lib/platform/http/browser";
import type { OnboardingPage, OnboardingsNow } from "@/lib/platform/onboardings/view";
import { type Facts, filtersOf } from "./onboarding-table-address";

/** The rows could not be asked for; `supportCode` is empty where nobody answered at all. */
class NotRefreshed extends Error {
  constructor(readonly supportCode: string) {
    super("not refreshed");
  }
}

// What somebody has opened shall not change under their hand.
const isSomethingOpen = () =>
  document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], details[data-menu][open]') !== null;

async function askNow({ items, newest }: OnboardingPage, facts: Facts): Promise<OnboardingsNow> {
  const ids = items.map(({ id }) => id).join(",");
  const search = new URLSearchParams({ ...filtersOf(facts), ...(ids ? { ids } : {}), since: String(newest) });
  const answer = await call<OnboardingsNow>("GET", `/api/v1/admin/onboardings/now?${search}`);
  if (answer.error) throw new NotRefreshed(answer.error.supportCode);
  return answer.data as OnboardingsNow;
}

type Refreshing = { page: OnboardingPage; facts: Facts; every: number; isHeld: boolean };

/**
 * The rows of a page, asked for again every so many seconds: each stays in its place, and those that have come since are only counted. It rests while
 * rows are held, something is open, or nobody sees the page.
 */
export function useFreshRows({ page, facts, every, isHeld }: Refreshing) {
  const query = useQuery<OnboardingsNow>({
    queryKey: ["onboardings", page.readAt],
    queryFn: () => askNow(page, facts),
    initialData: { items: page.items, fresh: 0 },
    initialDataUpdatedAt: Date.parse(page.readAt),
    enabled: false,
  });
  const { refetch } = query;
  useEffect(() => {
    if (every === 0 || isHeld) return;
    const refresh = () => {
      if (!document.hidden && !isSomethingOpen()) void refetch({ cancelRefetch: false });
    };
    const timer = setInterval(refresh, every * 1000);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [every, isHeld, refetch]);
  const now = new Map(query.data.items.map(row => [row.id, row]));
  return {
    rows: page.items.map(row => now.get(row.id) ?? row),
    fresh: query.data.fresh,
    heardAt: new Date(query.dataUpdatedAt).toISOString(),
    lost: query.error instanceof NotRefreshed ? query.error : null,
    again: () => void refetch({ cancelRefetch: false }),
  };
}
