"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { CallView } from "@/lib/platform/onboarding/view";
import { useTook } from "./use-took";

const firstFew = 10;

/** What its runs asked of others, those that failed first; all, or only those. */
export function OnboardingCalls({ calls }: { calls: readonly CallView[] }) {
  const t = useTranslations("onboarding.one");
  const [isOnlyFailed, setOnlyFailed] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const wanted = isOnlyFailed ? calls.filter(({ outcome }) => outcome !== "ok") : calls;
  const shown = isWhole ? wanted : wanted.slice(0, firstFew);
  return (
    <Card
      flush
      title={t("callsTitle")}
      description={calls.length > 0 ? t("callsLead", { count: calls.length }) : undefined}
      actions={
        calls.length > 0 ? (
          <Checkbox
            label={t("onlyFailed")}
            checked={isOnlyFailed}
            onChange={event => setOnlyFailed(event.target.checked)}
          />
        ) : undefined
      }
    >
      {shown.length > 0 ? (
        <>
          <CallTable calls={shown} />
          {shown.length < wanted.length ? (
            <div className="border-t border-line p-3">
              <Button variant="ghost" size="small" onClick={() => setWhole(true)}>
                {t("callsAll", { count: wanted.length })}
              </Button>
            </div>
          ) : null}
        </>
      ) : (
        <p className="p-5 text-ink-muted">{t(isOnlyFailed ? "noneFailed" : "callsNone")}</p>
      )}
    </Card>
  );
}

function CallTable({ calls }: { calls: readonly CallView[] }) {
  const t = useTranslations("onboarding.one");
  const took = useTook();
  return (
    <Table caption={t("callsTitle")}>
      <TableHead>
        <HeaderCell>{t("when")}</HeaderCell>
        <HeaderCell>{t("call")}</HeaderCell>
        <HeaderCell>{t("outcome")}</HeaderCell>
        <HeaderCell numeric>{t("duration")}</HeaderCell>
        <HeaderCell>{t("code")}</HeaderCell>
      </TableHead>
      <TableBody>
        {calls.map(({ id, at, method, address, upstream, outcome, reason, status, durationMs, trace }) => (
          <TableRow key={id}>
            <Cell lead label={t("when")} className="font-normal whitespace-nowrap">
              <Time value={at} precision="second" />
            </Cell>
            <Cell label={t("call")}>
              <span className="grid min-w-0 max-sm:justify-items-end">
                <span className="text-sm text-ink-muted">{upstream}</span>
                <code className="font-mono text-sm wrap-anywhere">
                  {method} {address}
                </code>
              </span>
            </Cell>
            <Cell label={t("outcome")}>
              {outcome === "ok" ? (
                <Status tone="success">{t("okStatus", { status: String(status ?? "") })}</Status>
              ) : (
                <Status tone="danger">
                  {t("badStatus", { outcome: reason ?? outcome, status: String(status ?? "") })}
                </Status>
              )}
            </Cell>
            <Cell numeric label={t("duration")} className="whitespace-nowrap">
              {took(durationMs / 1000)}
            </Cell>
            <Cell label={t("code")} className="font-mono text-sm whitespace-nowrap">
              {trace}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
