"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { toneText } from "@/components/ui/tone";
import type { StandingStep } from "@/lib/platform/onboarding/view";
import { standingLooks } from "./onboarding-one-looks";

type Row = {
  key: string;
  name: string;
  /** Where its cells lead; nowhere on a page that is about this one alone. */
  href: string | null;
  cells: Partial<Record<string, StandingStep>>;
};
type OnboardingGridProps = {
  caption: string;
  lead: string;
  columns: readonly { id: string; name: string }[];
  rows: readonly Row[];
};

/** Steps as columns, what they were done for as rows: each cell an icon, with its word for those who cannot see it. */
export function OnboardingGrid({ caption, lead, columns, rows }: OnboardingGridProps) {
  return (
    <>
      <Table caption={caption}>
        <TableHead>
          <HeaderCell className="align-bottom">{lead}</HeaderCell>
          {columns.map(column => (
            <ColumnHead key={column.id} {...column} rows={rows} />
          ))}
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow key={row.key}>
              <Cell lead label={lead} className="sm:min-w-36">
                {row.href ? (
                  <Link href={row.href} prefetch={false} className="link wrap-anywhere">
                    {row.name}
                  </Link>
                ) : (
                  <span className="font-mono text-sm">{row.name}</span>
                )}
              </Cell>
              {columns.map(({ id, name }) => (
                <Cell key={id} label={name} className="sm:px-2 sm:text-center">
                  <Mark row={row} column={name} state={row.cells[id]} />
                </Cell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Legend rows={rows} columns={columns} />
    </>
  );
}

function ColumnHead({ id, name, rows }: { id: string; name: string; rows: readonly Row[] }) {
  const t = useTranslations("onboarding.grid");
  const failed = rows.filter(({ cells }) => cells[id] === "failed").length;
  return (
    <HeaderCell className="min-w-20 text-center align-bottom whitespace-normal sm:px-2">
      {name}
      <span className={classNames("block text-xs font-normal", failed > 0 && "text-danger")}>
        {t("failedOf", { failed, count: rows.length })}
      </span>
    </HeaderCell>
  );
}

function Mark({ row, column, state }: { row: Row; column: string; state: StandingStep | undefined }) {
  const t = useTranslations("onboarding");
  if (!state) return <span className="text-ink-muted">–</span>;
  const { icon: Icon, tone } = standingLooks[state];
  const word = t(`states.${state}`);
  const icon = <Icon aria-hidden className={classNames("size-5 shrink-0", toneText[tone])} />;
  if (!row.href)
    return (
      <span className="inline-flex items-center gap-1.5" title={word}>
        {icon}
        <span className="text-sm sm:sr-only">{word}</span>
      </span>
    );
  return (
    <Link
      href={row.href}
      prefetch={false}
      title={word}
      aria-label={t("grid.cell", { step: column, name: row.name, state: word })}
      className="inline-flex min-h-11 min-w-11 items-center justify-center gap-1.5 rounded-sm no-underline hover:bg-sunken sm:min-h-8 sm:min-w-8"
    >
      {icon}
      <span className="text-sm text-ink sm:hidden">{word}</span>
    </Link>
  );
}

const order: readonly StandingStep[] = ["done", "running", "retrying", "waiting", "failed", "skipped", "pending"];

function Legend({ rows, columns }: Pick<OnboardingGridProps, "rows" | "columns">) {
  const t = useTranslations("onboarding.states");
  const shown = order.filter(state => rows.some(({ cells }) => columns.some(({ id }) => cells[id] === state)));
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line px-5 py-3 text-sm text-ink-muted max-sm:hidden">
      {shown.map(state => {
        const { icon: Icon, tone } = standingLooks[state];
        return (
          <li key={state} className="inline-flex items-center gap-1.5">
            <Icon aria-hidden className={classNames("size-4", toneText[tone])} />
            {t(state)}
          </li>
        );
      })}
    </ul>
  );
}
