"use client";

import {
  columnVisibilityFeature,
  createColumnHelper,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useTranslations } from "next-intl";
import { type Dispatch, type SetStateAction, useMemo } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { type SortColumn, SortHeader } from "@/components/ui/sort-header";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { OnboardingRow } from "@/lib/platform/onboardings/view";
import { OnboardingActs } from "./onboarding-acts";
import { type ColumnId, columnIds } from "./onboarding-columns-list";
import { cells, type Kinds, SubjectCell, useSubject } from "./onboarding-table-cells";

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });
const helper = createColumnHelper<typeof features, OnboardingRow>();

type OnboardingTableProps = {
  rows: readonly OnboardingRow[];
  kinds: Kinds;
  shown: readonly ColumnId[];
  /** How the list is sorted by each column, and the ways to sort it otherwise. */
  sorts: Readonly<Record<ColumnId | "subject", SortColumn>>;
  /** Rows can be selected and acted upon. */
  canAct: boolean;
  selection: RowSelectionState;
  setSelection: Dispatch<SetStateAction<RowSelectionState>>;
};

// Ten columns need room: the table scrolls in its own box, both ways, under its head.
const sticky =
  "relative sm:max-h-[85dvh] sm:overflow-y-auto sm:[&_a]:scroll-mt-14 sm:[&_input]:scroll-mt-14 sm:[&_th]:sticky sm:[&_th]:top-0 sm:[&_th]:z-1 sm:[&_th]:bg-surface sm:[&_th]:shadow-[inset_0_-1px_0_var(--line)] sm:[&_td]:px-2 sm:[&_th]:px-2 sm:[&_td]:text-sm";

/** A page of onboardings, each in its row; cards on phones. Sorted and parted by the server. */
export function OnboardingTable({
  kinds,
  shown,
  sorts,
  canAct,
  selection,
  setSelection,
  ...props
}: OnboardingTableProps) {
  const t = useTranslations("onboardings");
  const columns = useMemo(
    () =>
      helper.columns([
        helper.display({ id: "select", cell: ({ row }) => <SelectCell row={row} /> }),
        helper.display({ id: "subject", cell: ({ row }) => <SubjectCell row={row.original} kinds={kinds} /> }),
        ...columnIds.map(id => {
          const Shown = cells[id];
          return helper.display({ id, cell: ({ row }) => <Shown row={row.original} kinds={kinds} /> });
        }),
        helper.display({
          id: "acts",
          cell: ({ row }) => <ActsCell row={row.original} />,
        }),
      ]),
    [kinds],
  );
  const data = useMemo(() => [...props.rows], [props.rows]);
  const table = useTable({
    features,
    columns,
    data,
    getRowId: ({ id }) => String(id),
    enableRowSelection: canAct,
    state: {
      rowSelection: selection,
      columnVisibility: {
        select: canAct,
        acts: canAct,
        ...Object.fromEntries(columnIds.map(id => [id, shown.includes(id)])),
      },
    },
    onRowSelectionChange: setSelection,
  });
  return (
    <Table caption={t("caption")} className={sticky}>
      <TableHead>
        {canAct ? (
          <HeaderCell className="w-10 pr-0">
            <span className="max-sm:hidden">
              <SelectPage
                isAll={table.getIsAllRowsSelected()}
                isSome={table.getIsSomeRowsSelected()}
                onChange={isOn => table.toggleAllRowsSelected(isOn)}
              />
            </span>
          </HeaderCell>
        ) : null}
        <SortHeader column={sorts.subject} />
        {shown.map(id => (
          <SortHeader key={id} column={sorts[id]} numeric={id === "attempts"} />
        ))}
        {canAct ? (
          <HeaderCell className="w-12">
            <span className="sr-only">{t("columns.acts")}</span>
          </HeaderCell>
        ) : null}
      </TableHead>
      <TableBody>
        {table.getRowModel().rows.map(row => (
          <TableRow
            key={row.id}
            data-selected={row.getIsSelected() || undefined}
            className="data-selected:bg-accent-soft"
          >
            {row.getVisibleCells().map(cell => (
              <table.FlexRender key={cell.id} cell={cell} />
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function ActsCell({ row }: { row: OnboardingRow }) {
  const t = useTranslations("onboardings");
  return (
    <Cell label={t("columns.acts")} className="max-sm:not-has-[button]:hidden sm:px-1!">
      <OnboardingActs row={row} canAct />
    </Cell>
  );
}

type SelectPageProps = { isAll: boolean; isSome: boolean; onChange: (isOn: boolean) => void; isSeen?: boolean };

/** Selects all rows of a page, or none. */
export function SelectPage({ isAll, isSome, onChange, isSeen = false }: SelectPageProps) {
  const t = useTranslations("onboardings");
  return (
    <Checkbox
      checked={isAll}
      ref={box => {
        if (box) box.indeterminate = isSome && !isAll;
      }}
      onChange={event => onChange(event.target.checked)}
      label={<span className={isSeen ? "text-sm" : "sr-only"}>{t("selectPage")}</span>}
    />
  );
}

type Selectable = {
  original: OnboardingRow;
  getIsSelected: () => boolean;
  getToggleSelectedHandler: () => (event: unknown) => void;
};

function SelectCell({ row }: { row: Selectable }) {
  const t = useTranslations("onboardings");
  const subject = useSubject()(row.original);
  return (
    <Cell label={t("columns.select")} className="w-10 sm:pr-0">
      <Checkbox
        checked={row.getIsSelected()}
        onChange={row.getToggleSelectedHandler()}
        label={<span className="sr-only">{t("selectOne", { subject })}</span>}
      />
    </Cell>
  );
}
