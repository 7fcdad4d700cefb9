"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { DoneView } from "@/lib/platform/onboarding/view";

// "agent.sync_cancelled" as "Sync cancelled".
const nameOf = (action: string) => {
  const words = action.slice(action.indexOf(".") + 1).replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/** What was done with the subject, newest first, and by whom. */
export function OnboardingTrail({ entries }: { entries: readonly DoneView[] }) {
  const t = useTranslations("onboarding.one");
  const byWhom = ({ actorKind, actorId }: DoneView) => {
    if (actorKind === "user") return t("actors.user", { id: actorId ?? "" });
    return actorKind === "system" ? t("actors.system") : t("actors.other", { kind: actorKind });
  };
  return (
    <Card flush title={t("auditTitle")} description={t("auditLead")}>
      {entries.length === 0 ? (
        <p className="p-5 text-ink-muted">{t("auditNone")}</p>
      ) : (
        <Table caption={t("auditTitle")}>
          <TableHead>
            <HeaderCell>{t("when")}</HeaderCell>
            <HeaderCell>{t("what")}</HeaderCell>
            <HeaderCell>{t("byWhom")}</HeaderCell>
          </TableHead>
          <TableBody>
            {entries.map(entry => (
              <TableRow key={entry.id}>
                <Cell lead label={t("when")} className="font-normal whitespace-nowrap">
                  <Time value={entry.at} precision="second" />
                </Cell>
                <Cell label={t("what")}>
                  <span className="grid">
                    <span title={entry.action}>
                      {nameOf(entry.action)}
                      {entry.jobId ? (
                        <code className="ml-2 font-mono text-sm text-ink-muted">{`job_${entry.jobId}`}</code>
                      ) : null}
                    </span>
                    {entry.reason ? (
                      <span className="text-sm text-pretty wrap-anywhere text-ink-muted">{entry.reason}</span>
                    ) : null}
                  </span>
                </Cell>
                <Cell label={t("byWhom")} className="whitespace-nowrap">
                  {byWhom(entry)}
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}
