"use client";

import { Ban, Handshake, KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PartnerView } from "@/lib/platform/partner/schema";
import type { ActOnPartners } from "./partner-acts";
import { ReasonField } from "./reason-field";

type Acts = { act: ActOnPartners | null; onDone: () => void };

/** Accounts with what they may do and how they are; cards on phones. */
export function PartnerTable({ partners, ...acts }: { partners: readonly PartnerView[] } & Acts) {
  const t = useTranslations("partners");
  return (
    <Card flush>
      {partners.length === 0 ? (
        <EmptyState icon={Handshake} title={t("none")}>
          {t("noneHelp")}
        </EmptyState>
      ) : (
        <Table caption={t("title")}>
          <TableHead>
            <HeaderCell>{t("account")}</HeaderCell>
            <HeaderCell>{t("scopes")}</HeaderCell>
            <HeaderCell>{t("state")}</HeaderCell>
            <HeaderCell>{t("created")}</HeaderCell>
            {acts.act ? <HeaderCell>{t("acts")}</HeaderCell> : null}
          </TableHead>
          <TableBody>
            {partners.map(partner => (
              <PartnerRow key={partner.id} partner={partner} {...acts} />
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}

function PartnerRow({ partner, act, onDone }: { partner: PartnerView } & Acts) {
  const t = useTranslations("partners");
  const { id, name, scopes, createdAt, disabledAt } = partner;
  return (
    <TableRow>
      <Cell lead label={t("account")} className="max-w-72 wrap-anywhere">
        <bdi>{name}</bdi>
        <span className="block font-mono text-sm font-normal text-ink-muted">{id}</span>
      </Cell>
      <Cell label={t("scopes")}>{scopes.map(scope => t(`scopeNames.${scope}`)).join(", ")}</Cell>
      <Cell label={t("state")}>
        <PartnerState {...partner} />
      </Cell>
      <Cell label={t("created")} className="whitespace-nowrap">
        <Time value={createdAt} precision="day" />
      </Cell>
      {act ? (
        <Cell label={t("acts")}>{disabledAt === null ? <PartnerActs id={id} act={act} onDone={onDone} /> : "–"}</Cell>
      ) : null}
    </TableRow>
  );
}

function PartnerState({ disabledAt, previousUntil }: PartnerView) {
  const t = useTranslations("partners");
  if (disabledAt !== null) return <Status tone="neutral">{t("disabled")}</Status>;
  return (
    <>
      <Status tone="success">{t("active")}</Status>
      {previousUntil ? (
        <span className="block text-sm text-ink-muted">
          {t.rich("rotating", { until: () => <Time value={previousUntil} /> })}
        </span>
      ) : null}
    </>
  );
}

function PartnerActs({ id, act, onDone }: { id: string; act: ActOnPartners; onDone: () => void }) {
  const t = useTranslations("partners");
  const reason = (error: string | undefined) => (
    <ReasonField label={t("reason")} hint={t("reasonHint")} error={error} />
  );
  return (
    <div className="flex flex-wrap gap-2 xl:flex-nowrap">
      <Question
        trigger={
          <Button variant="secondary" size="small">
            <KeyRound aria-hidden />
            {t("rotate.button")}
          </Button>
        }
        title={t("rotate.title", { id })}
        effect={t("rotate.effect")}
        confirm={{ label: t("rotate.button"), busy: t("busy") }}
        act={given =>
          act(`/${id}/rotate`, { reason: given.get("reason"), overlapHours: Number(given.get("overlap_hours") || 0) })
        }
        onDone={onDone}
      >
        {refused => (
          <>
            <Field
              name="overlap_hours"
              label={t("rotate.overlap")}
              hint={t("rotate.overlapHint")}
              error={refused.overlap_hours}
            >
              <Input name="overlap_hours" inputMode="numeric" defaultValue="24" className="max-w-24" />
            </Field>
            {reason(refused.reason)}
          </>
        )}
      </Question>
      <Question
        trigger={
          <Button variant="secondary" size="small">
            <Ban aria-hidden />
            {t("disable.button")}
          </Button>
        }
        title={t("disable.title", { id })}
        effect={t("disable.effect")}
        confirm={{ label: t("disable.button"), busy: t("busy"), isDanger: true }}
        act={given => act(`/${id}/disable`, { reason: given.get("reason") })}
        onDone={onDone}
      >
        {refused => reason(refused.reason)}
      </Question>
    </div>
  );
}
