"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { OnboardingOne } from "@/lib/platform/onboarding/view";
import { useOnboardingWords } from "./onboarding-one-words";
import { useTook } from "./use-took";

/** Each step of the newest run beside the last time it was done before: rows and time. */
export function OnboardingCompared({ one: { compared } }: { one: OnboardingOne }) {
  const t = useTranslations("onboarding.one");
  const format = useFormatter();
  const took = useTook();
  const { stepOf } = useOnboardingWords();
  const rows = compared.filter(({ before }) => before !== null);
  if (rows.length === 0) return null;
  const heads = ["rowsNow", "rowsBefore", "secondsNow", "secondsBefore"] as const;
  return (
    <Card flush title={t("comparedTitle")} description={t("comparedLead")}>
      <Table caption={t("comparedTitle")}>
        <TableHead>
          <HeaderCell>{t("step")}</HeaderCell>
          {heads.map(head => (
            <HeaderCell key={head} numeric>
              {t(head)}
            </HeaderCell>
          ))}
          <HeaderCell>{t("thenRun")}</HeaderCell>
        </TableHead>
        <TableBody>
          {rows.map(({ id, now, before }) => (
            <TableRow key={id}>
              <Cell lead label={t("step")}>
                {stepOf(id)}
              </Cell>
              <Cell numeric label={t("rowsNow")}>
                {now ? format.number(now.rows) : t("notDone")}
              </Cell>
              <Cell numeric label={t("rowsBefore")}>
                {before ? format.number(before.rows) : "–"}
              </Cell>
              <Cell numeric label={t("secondsNow")} className="whitespace-nowrap">
                {now ? took(now.seconds) : "–"}
              </Cell>
              <Cell numeric label={t("secondsBefore")} className="whitespace-nowrap">
                {before ? took(before.seconds) : "–"}
              </Cell>
              <Cell label={t("thenRun")} className="font-mono text-sm">
                {before ? `job_${before.runId}` : "–"}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
