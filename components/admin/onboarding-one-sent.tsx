"use client";

import { CircleCheck, CircleX, Hourglass, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { SentView } from "@/lib/platform/onboarding/view";

const looks: Record<SentView["state"], { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: "neutral", icon: Hourglass },
  sent: { tone: "success", icon: CircleCheck },
  failed: { tone: "danger", icon: CircleX },
};

/** Which messages went to the subject, where to as far as that may be seen, and what became of each. */
export function OnboardingSent({ sent }: { sent: readonly SentView[] }) {
  const t = useTranslations("onboarding.one");
  return (
    <Card flush title={t("sentTitle")} description={t("sentLead")}>
      {sent.length === 0 ? (
        <p className="p-5 text-ink-muted">{t("sentNone")}</p>
      ) : (
        <Table caption={t("sentTitle")}>
          <TableHead>
            <HeaderCell>{t("when")}</HeaderCell>
            <HeaderCell>{t("channel")}</HeaderCell>
            <HeaderCell>{t("to")}</HeaderCell>
            <HeaderCell>{t("status")}</HeaderCell>
          </TableHead>
          <TableBody>
            {sent.map(({ id, channel, recipient, state, errorCode, createdAt, sentAt }) => (
              <TableRow key={id}>
                <Cell lead label={t("when")} className="font-normal whitespace-nowrap">
                  <Time value={sentAt ?? createdAt} precision="second" />
                </Cell>
                <Cell label={t("channel")}>{t(`channels.${channel}`)}</Cell>
                <Cell label={t("to")} className="font-mono text-sm">
                  {recipient}
                </Cell>
                <Cell label={t("status")}>
                  <span className="grid max-sm:justify-items-end">
                    <Status {...looks[state]}>{t(`sentStates.${state}`)}</Status>
                    {errorCode ? <code className="font-mono text-sm text-ink-muted">{errorCode}</code> : null}
                  </span>
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}
