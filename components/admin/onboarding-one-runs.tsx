"use client";

import { History } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { OnboardingOne, RunView } from "@/lib/platform/onboarding/view";
import { OnboardingGrid } from "./onboarding-grid";
import { standingLooks } from "./onboarding-one-looks";
import { useOnboardingWords } from "./onboarding-one-words";
import { useTook } from "./use-took";

/** Its newest runs: who began each, how it ended, how long it took, and how each step did. */
export function OnboardingRuns({ one: { runs, steps } }: { one: OnboardingOne }) {
  const t = useTranslations("onboarding.one");
  const { stepOf } = useOnboardingWords();
  const ran = steps.filter(({ id }) => runs.some(run => run.parts.some(part => part.id === id)));
  return (
    <>
      <Card flush title={t("runsTitle")} description={t("runsLead", { count: runs.length })}>
        {runs.length === 0 ? (
          <EmptyState icon={History} title={t("noRuns")}>
            {t("noRunsHelp")}
          </EmptyState>
        ) : (
          <RunTable runs={runs} />
        )}
      </Card>
      {runs.length > 1 ? (
        <Card flush title={t("parts")} description={t("partsLead")}>
          <OnboardingGrid
            caption={t("parts")}
            lead={t("runOf")}
            columns={ran.map(({ id }) => ({ id, name: stepOf(id) }))}
            rows={runs.map(({ id, supportCode, parts }) => ({
              key: String(id),
              name: supportCode,
              href: null,
              cells: Object.fromEntries(parts.map(part => [part.id, part.state])),
            }))}
          />
        </Card>
      ) : null}
    </>
  );
}

function RunTable({ runs }: { runs: readonly RunView[] }) {
  const t = useTranslations("onboarding.one");
  return (
    <Table caption={t("runsTitle")}>
      <TableHead>
        <HeaderCell>{t("code")}</HeaderCell>
        <HeaderCell>{t("status")}</HeaderCell>
        <HeaderCell>{t("trigger")}</HeaderCell>
        <HeaderCell>{t("when")}</HeaderCell>
        <HeaderCell numeric>{t("duration")}</HeaderCell>
      </TableHead>
      <TableBody>
        {runs.map(run => (
          <RunRow key={run.id} run={run} />
        ))}
      </TableBody>
    </Table>
  );
}

function RunRow({ run: { supportCode, status, trigger, createdAt, startedAt, seconds, error } }: { run: RunView }) {
  const t = useTranslations("onboarding");
  const took = useTook();
  const known = t.has(`one.triggers.${trigger}` as "one.triggers.owner");
  return (
    <TableRow>
      <Cell lead label={t("one.code")}>
        <span className="inline-flex items-center gap-1">
          <Link href={`/admin/onboardings?q=${supportCode}`} className="link font-mono">
            {supportCode}
          </Link>
          <CopyButton value={supportCode} name={t("one.codeName", { code: supportCode })} />
        </span>
      </Cell>
      <Cell label={t("one.status")}>
        <span className="grid max-sm:justify-items-end">
          <Status {...standingLooks[status]}>{t(`states.${status}`)}</Status>
          {error ? (
            <span className="max-w-sm text-sm text-pretty wrap-anywhere text-ink-muted">{error.message}</span>
          ) : null}
        </span>
      </Cell>
      <Cell label={t("one.trigger")}>{known ? t(`one.triggers.${trigger}` as "one.triggers.owner") : trigger}</Cell>
      <Cell label={t("one.when")}>
        <Time value={startedAt ?? createdAt} relative />
      </Cell>
      <Cell numeric label={t("one.duration")} className="whitespace-nowrap">
        {seconds === null ? "–" : took(seconds)}
      </Cell>
    </TableRow>
  );
}
