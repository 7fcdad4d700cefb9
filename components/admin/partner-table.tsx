"use client";

import { Handshake } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PartnerView } from "@/lib/platform/partner/schema";
import type { PartnerActions, PartnerContracts } from "./partner-acts";
import { PartnerContractList, PartnerRights } from "./partner-rights";
import { PartnerRowActs } from "./partner-row-acts";

type Acts = { acts: PartnerActions | null; onDone: () => void };
type PartnerTableProps = Acts & {
  partners: readonly PartnerView[];
  contracts: Readonly<Partial<Record<string, PartnerContracts>>>;
};

/** Accounts with what they may do, for whom, how they are and when they last called; cards on phones. */
export function PartnerTable({ partners, contracts, ...acts }: PartnerTableProps) {
  const t = useTranslations("partners");
  const columns = ["account", "scopes", "contracts", "state"] as const;
  return (
    <Card flush>
      {partners.length === 0 ? (
        <EmptyState icon={Handshake} title={t("none")}>
          {t("noneHelp")}
        </EmptyState>
      ) : (
        <Table caption={t("title")}>
          <TableHead>
            {columns.map(column => (
              <HeaderCell key={column}>{t(column)}</HeaderCell>
            ))}
            {acts.acts ? <HeaderCell>{t("acts")}</HeaderCell> : null}
          </TableHead>
          <TableBody>
            {partners.map(partner => (
              <PartnerRow key={partner.id} partner={partner} contracts={contracts[partner.id]} {...acts} />
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}

type PartnerRowProps = Acts & { partner: PartnerView; contracts: PartnerContracts | undefined };

function PartnerRow({ partner, contracts, acts, onDone }: PartnerRowProps) {
  const t = useTranslations("partners");
  const { id, name, scopes, createdAt, disabledAt } = partner;
  return (
    <TableRow>
      <Cell lead label={t("account")} className="max-w-64 wrap-anywhere">
        <Link href={`/admin/partners/${encodeURIComponent(id)}`} className="link">
          <bdi>{name}</bdi>
        </Link>
        <span className="block font-mono text-sm font-normal text-ink-muted">{id}</span>
        <span className="block text-sm font-normal text-ink-muted">
          {t.rich("made", { day: () => <Time value={createdAt} precision="day" /> })}
        </span>
      </Cell>
      <Cell label={t("scopes")}>
        <PartnerRights {...partner} />
      </Cell>
      <Cell label={t("contracts")}>
        {scopes.includes("members") ? <PartnerContractList contracts={contracts} /> : "–"}
      </Cell>
      <Cell label={t("state")}>
        <PartnerState {...partner} />
      </Cell>
      {acts ? (
        <Cell label={t("acts")} className="max-sm:before:hidden">
          {disabledAt === null ? (
            <PartnerRowActs id={id} acts={acts} onDone={onDone} />
          ) : (
            <span className="max-sm:hidden">–</span>
          )}
        </Cell>
      ) : null}
    </TableRow>
  );
}

function PartnerState({ disabledAt, secretHint, previousHint, previousUntil, lastRequestAt }: PartnerView) {
  const t = useTranslations("partners");
  const hint = (text: string | null) => () => <span className="font-mono">{text ?? "?"}…</span>;
  const isOpen = disabledAt === null;
  return (
    <div>
      <Status tone={isOpen ? "success" : "neutral"}>{t(isOpen ? "active" : "disabled")}</Status>
      <ul className="text-sm text-ink-muted">
        {isOpen ? <li>{t.rich("hint", { hint: hint(secretHint) })}</li> : null}
        {previousUntil ? (
          <li>{t.rich("rotating", { hint: hint(previousHint), until: () => <Time value={previousUntil} /> })}</li>
        ) : null}
        <li>{lastRequestAt ? t.rich("used", { at: () => <Time value={lastRequestAt} /> }) : t("never")}</li>
      </ul>
    </div>
  );
}
