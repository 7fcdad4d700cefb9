"use client";

import { CircleDashed } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { ChoiceLinks } from "@/components/ui/choice-links";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { BulkResult, BulkView } from "@/lib/platform/bulk/view";

/** Which of the results are looked at, as the address says it. */
export type BulkResultSearch = { state?: string | undefined; cursor?: number | undefined };

const shown = ["done", "refused", "pending"] as const;
const tones = { pending: "neutral", begun: "active", done: "success", refused: "danger" } as const;

/** What became of each onboarding of a job, a page of them; cards on phones. */
export function BulkResults({ job, search }: { job: BulkView; search: BulkResultSearch }) {
  const t = useTranslations("bulk.results");
  const page = `/admin/bulk/${job.id}`;
  const { results, counts, total, nextCursor } = job;
  const link = (state: (typeof shown)[number]) => ({
    href: `${page}?state=${state}`,
    label: t(`states.${state}`),
    count: counts[state],
    current: search.state === state,
  });
  const withState = (query: Record<string, string>) =>
    `${page}?${new URLSearchParams({ ...(search.state ? { state: search.state } : {}), ...query })}`;
  return (
    <>
      <Card
        flush
        title={t("title")}
        actions={
          <ChoiceLinks
            quiet
            label={t("show")}
            links={[{ href: page, label: t("all"), count: total, current: !search.state }, ...shown.map(link)]}
          />
        }
      >
        {results.length === 0 ? (
          <EmptyState icon={CircleDashed} title={t("none")} />
        ) : (
          <Table caption={t("title")}>
            <TableHead>
              <HeaderCell>{t("onboarding")}</HeaderCell>
              <HeaderCell>{t("kind")}</HeaderCell>
              <HeaderCell>{t("result")}</HeaderCell>
              <HeaderCell>{t("why")}</HeaderCell>
            </TableHead>
            <TableBody>
              {results.map(result => (
                <ResultRow key={result.id} result={result} />
              ))}
            </TableBody>
          </Table>
        )}
      </Card>
      <Pagination
        isBackToStart
        previous={search.cursor ? withState({}) : null}
        next={nextCursor ? withState({ cursor: nextCursor }) : null}
      />
    </>
  );
}

function ResultRow({ result: { id, kind, subject, state, code, message } }: { result: BulkResult }) {
  const t = useTranslations("bulk.results");
  const why = useWhy();
  return (
    <TableRow>
      <Cell lead label={t("onboarding")}>
        {subject === null ? (
          t("gone", { id: String(id) })
        ) : (
          <Link href={`/admin/onboardings/${id}`} className="link">
            {subject || t("unnamed", { id: String(id) })}
          </Link>
        )}
      </Cell>
      <Cell label={t("kind")}>{t(`kinds.${kind}`)}</Cell>
      <Cell label={t("result")}>
        <Status tone={tones[state]}>{t(`states.${state}`)}</Status>
      </Cell>
      <Cell label={t("why")} className="text-ink-muted">
        {why(state, code, message) ?? "–"}
      </Cell>
    </TableRow>
  );
}

/** What came of it in words: a refusal by its own sentence, or by that of its code. */
function useWhy() {
  const t = useTranslations();
  return (state: BulkResult["state"], code: string | null, message: string | null): string | null => {
    if (code === null) return null;
    const keys = [`bulk.results.codes.${code}`, ...(message ? [`fields.${message}`] : []), `errors.${code}`];
    const key = keys.find(one => t.has(one as "common.close"));
    const text = key ? t(key as "common.close") : code;
    return state === "pending" ? t("bulk.results.again", { why: text }) : text;
  };
}
