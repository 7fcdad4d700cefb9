"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Status } from "@/components/ui/status";
import type { FeedAddress } from "@/lib/stores/schema";
import type { PreviewView } from "@/lib/stores/view/preview";
import { BadRowsButton } from "./bad-rows-button";
import { FeedProblems } from "./feed-problems";
import { PreviewTable } from "./preview-table";

type Props = { view: PreviewView; address: FeedAddress };

/** What an import would make of a feed: the sum of it first, then products, problems and columns. */
export function FeedPreview({ view, address }: Props) {
  const t = useTranslations("stores.productImport.preview");
  const format = useFormatter();
  const used = view.columns.filter(column => column.field !== null);
  const ignored = view.columns.filter(column => column.field === null);
  const isGood = view.bad === 0;
  return (
    <div className="grid min-w-0 divide-y divide-line rounded-md border border-line bg-surface motion-safe:animate-enter">
      <div className="grid gap-1 p-4">
        <Status tone={view.good === 0 ? "danger" : isGood ? "success" : "warning"} className="text-base font-semibold">
          {t("summary", { good: view.good, rows: view.rows })}
        </Status>
        <p className="text-sm text-ink-muted">
          {t(`delimiters.${view.delimiter}`)} · {t(`encodings.${view.encoding}`)} ·{" "}
          {t("columns", { used: used.length, count: view.columns.length })}
          {view.repeated > 0 ? <> · {t("repeated", { count: view.repeated })}</> : null}
        </p>
      </div>
      {view.products.length > 0 ? (
        <Part title={t("first", { count: view.products.length })}>
          <PreviewTable products={view.products} />
        </Part>
      ) : null}
      {view.suggestions.length > 0 ? (
        <Part title={t("suggestions")}>
          <ul className="grid list-disc gap-1 pl-5 text-[0.9375rem]">
            {view.suggestions.map(({ code, message }) => (
              <li key={code}>{message}</li>
            ))}
          </ul>
        </Part>
      ) : null}
      {view.errorCount > 0 ? (
        <Part
          title={t("problems", { count: view.bad })}
          actions={<BadRowsButton address={address} label={t("download", { count: format.number(view.bad) })} />}
        >
          <FeedProblems problems={view.errors} count={view.errorCount} />
        </Part>
      ) : null}
      {view.warningCount > 0 ? (
        <Part title={t("warnings")}>
          <FeedProblems problems={view.warnings} count={view.warningCount} />
        </Part>
      ) : null}
      <Part title={t("columnsTitle")}>
        <p className="text-[0.9375rem] wrap-anywhere">
          {t.rich("usedColumns", { names: used.map(column => column.name).join(", "), code })}
        </p>
        {ignored.length > 0 ? (
          <p className="mt-1 text-[0.9375rem] wrap-anywhere text-ink-muted">
            {t.rich("ignoredColumns", { names: ignored.map(column => column.name).join(", "), code })}
          </p>
        ) : null}
      </Part>
    </div>
  );
}

const code = (chunks: ReactNode) => <span className="font-mono text-sm">{chunks}</span>;

function Part({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-3 p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 className="text-sm font-semibold">{title}</h2>
        {actions}
      </div>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
