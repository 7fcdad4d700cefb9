"use client";

import type { RowSelectionState } from "@tanstack/react-table";
import { ListChecks, SearchX } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type SetStateAction, useRef, useState } from "react";
import { Card } from "@/components/ui/card";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Pagination } from "@/components/ui/pagination";
import { SkeletonRows } from "@/components/ui/skeleton";
import { type SortColumn, SortLinks } from "@/components/ui/sort-header";
import type { OnboardingPage, SavedView } from "@/lib/platform/onboardings/view";
import { OnboardingColumns } from "./onboarding-columns";
import { type ColumnId, columnIds } from "./onboarding-columns-list";
import { OnboardingFilters } from "./onboarding-filters";
import { OnboardingChips } from "./onboarding-filters-chips";
import { FreshRows, OnboardingRefresh, RefreshLost } from "./onboarding-refresh";
import { useFreshRows } from "./onboarding-refresh-rows";
import { OnboardingTable, SelectPage } from "./onboarding-table";
import { addressWith, type Facts, filtersOf, searchWith } from "./onboarding-table-address";
import type { Kinds } from "./onboarding-table-cells";
import { OnboardingsFound } from "./onboarding-table-found";
import { useTableLinks } from "./onboarding-table-links";
import { PageSizes } from "./onboarding-table-sizes";
import { useTableView } from "./onboarding-table-view";
import { OnboardingViews, type ViewActs } from "./onboarding-views";

// Few pages ever have rows selected.
const BulkBar = dynamic(() => import("./bulk-bar").then(found => found.BulkBar));

type OnboardingDeskProps = {
  page: OnboardingPage;
  /** What the address asks for, as the server understood it. */
  facts: Facts;
  kinds: Kinds;
  canAct: boolean;
  /** The viewer's own views, and what can be done with them. */
  views: readonly SavedView[];
  acts: ViewActs;
};

type Sorts = Readonly<Record<ColumnId | "subject", SortColumn>>;

/** The download of what the table shows, in its order. */
function exportAddress(facts: Facts): string {
  const { sort = "", order = "" } = facts;
  return `/api/v1/admin/onboardings/export?${searchWith(filtersOf(facts), { sort, order })}`;
}

/** By which column the list is sorted, and what sorting by each would be: a column that is sorted by turns round. */
function useSorts(facts: Facts): Sorts {
  const t = useTranslations("onboardings.columns");
  const order = facts.order === "asc" ? "asc" : "desc";
  const sortOf = (key: ColumnId | "subject"): SortColumn => {
    const isIt = facts.sort === key;
    const next = isIt && order === "asc" ? undefined : "asc";
    const href = addressWith(facts, { sort: key, order: isIt ? next : key === "started" ? undefined : "asc" });
    return { key, label: t(key), href, sort: isIt ? (order === "asc" ? "ascending" : "descending") : "none" };
  };
  return Object.fromEntries((["subject", ...columnIds] as const).map(key => [key, sortOf(key)])) as Sorts;
}

const none: RowSelectionState = {};

/** What somebody has selected on the page that they look at; on another page nothing is. */
function useSelection(readAt: string) {
  const [kept, keep] = useState({ readAt, rows: none });
  const selection = kept.readAt === readAt ? kept.rows : none;
  const setSelection = (next: SetStateAction<RowSelectionState>) =>
    keep({ readAt, rows: typeof next === "function" ? next(selection) : next });
  return { selection, setSelection, selected: Object.keys(selection).map(Number) };
}

/** All onboardings, filtered and sorted as the address says; the rows that are seen stay up to date. */
export function OnboardingDesk({ page, facts: asked, kinds, canAct, views, acts }: OnboardingDeskProps) {
  const t = useTranslations("onboardings");
  const box = useRef<HTMLDivElement>(null);
  const { cols, every, facts: view, change } = useTableView();
  const facts = { ...asked, ...view };
  const { isTurning, isLoading, go, reload } = useTableLinks(box);
  const { selection, setSelection, selected } = useSelection(page.readAt);
  const isHeld = selected.length > 0;
  const { rows, fresh, heardAt, lost, again } = useFreshRows({ page, facts, every, isHeld });
  const sorts = useSorts(facts);
  const filters = filtersOf(facts);
  const showFresh = () => (facts.cursor ? go(addressWith(facts)) : reload());
  return (
    <div ref={box} className="grid gap-4">
      <OnboardingFilters facts={facts} kinds={kinds} go={go} />
      <OnboardingChips facts={facts} kinds={kinds} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <OnboardingsFound facts={facts} total={page.total} />
        <div className="flex flex-wrap items-center gap-3">
          <OnboardingRefresh
            {...{ every, reload, isLoading, isHeld, heardAt }}
            onChange={next => void change({ every: next })}
          />
          <OnboardingViews views={views} facts={facts} acts={acts} />
          <OnboardingColumns shown={cols} facts={facts} onChange={next => void change({ cols: next })} />
        </div>
      </div>
      {lost ? <RefreshLost supportCode={lost.supportCode} heardAt={heardAt} again={again} /> : null}
      {canAct && isHeld ? (
        <BulkBar
          selected={selected}
          filter={filters}
          total={page.total}
          onDone={() => {
            setSelection(none);
            reload();
          }}
        />
      ) : null}
      <FreshRows count={fresh} show={showFresh} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 sm:hidden">
        {canAct && rows.length > 0 ? (
          <SelectPage
            isSeen
            isAll={selected.length === rows.length}
            isSome={isHeld}
            onChange={isOn => setSelection(isOn ? Object.fromEntries(rows.map(({ id }) => [id, true])) : none)}
          />
        ) : null}
        <SortLinks columns={Object.values(sorts)} label={t("sort")} />
      </div>
      <Card flush>
        <div className="relative">
          {isTurning ? <ComingRows rows={rows.length} /> : null}
          <div aria-busy={isLoading} className="transition-opacity duration-150 aria-busy:opacity-60">
            {rows.length > 0 ? (
              <OnboardingTable {...{ rows, kinds, sorts, canAct, selection, setSelection }} shown={cols} />
            ) : (
              <NothingHere facts={facts} />
            )}
          </div>
        </div>
      </Card>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <PageSizes facts={facts} />
        <DownloadLink size="small" href={exportAddress(facts)}>
          {t("download")}
        </DownloadLink>
        <Pagination
          previous={page.previousCursor && addressWith(facts, { cursor: page.previousCursor })}
          next={page.nextCursor && addressWith(facts, { cursor: page.nextCursor })}
        />
      </div>
    </div>
  );
}

/** Lies over the rows of before when those that were asked for take their time. */
function ComingRows({ rows }: { rows: number }) {
  return (
    <div className="absolute inset-0 z-2 animate-late overflow-hidden bg-surface">
      <SkeletonRows rows={Math.max(rows, 5)} />
    </div>
  );
}

function NothingHere({ facts }: { facts: Facts }) {
  const t = useTranslations("onboardings");
  const isFiltered = Object.keys(filtersOf(facts)).length > 0;
  const what = facts.cursor ? "pageEmpty" : isFiltered ? "noneFound" : "empty";
  const unfiltered = Object.fromEntries(Object.keys(filtersOf(facts)).map(name => [name, undefined]));
  const back = facts.cursor ? addressWith(facts) : addressWith(facts, unfiltered);
  return (
    <EmptyState
      icon={what === "empty" ? ListChecks : SearchX}
      title={t(what)}
      action={
        what === "empty" ? undefined : (
          <LinkButton href={back} prefetch={false} variant="secondary">
            {t(facts.cursor ? "firstPage" : "clear")}
          </LinkButton>
        )
      }
    >
      {t(`${what}Help`)}
    </EmptyState>
  );
}
