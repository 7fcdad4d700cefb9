import Link from "next/link";
import { useTranslations } from "next-intl";
import { Day } from "@/components/ui/day";
import { SortHeader } from "@/components/ui/sort-header";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { DealKind, DealSearch } from "@/lib/agents/schema/deals";
import type { ListingRow, TransactionRow } from "@/lib/agents/view/deals";
import { dealAddress } from "./deal-address";
import { useDealColumns } from "./deal-columns";
import { DealState } from "./deal-state";
import { useDealWords } from "./use-deal-words";

type Deal = ListingRow | TransactionRow;
type DealTableProps = { kind: DealKind; search: DealSearch; deals: readonly Deal[] };

/** Deals in a table, sorted by its head; cards on phones. */
export function DealTable({ kind, search, deals }: DealTableProps) {
  const t = useTranslations("agents.deals");
  const { address, date, price, payout } = useDealColumns(kind, search);
  return (
    <Table caption={t("title", { kind })} stickyHead>
      <TableHead>
        {address ? <SortHeader column={address} /> : null}
        <HeaderCell>{t("state")}</HeaderCell>
        {date ? <SortHeader column={date} /> : null}
        {price ? <SortHeader column={price} numeric /> : null}
        {payout ? <SortHeader column={payout} numeric /> : <HeaderCell>{t("fields.mlsNumber")}</HeaderCell>}
      </TableHead>
      <TableBody>
        {deals.map(deal => (
          <DealRow key={deal.id} kind={kind} deal={deal} href={dealAddress(kind, deal.id, search)} />
        ))}
      </TableBody>
    </Table>
  );
}

function DealRow({ kind, deal, href }: { kind: DealKind; deal: Deal; href: string }) {
  const t = useTranslations("agents.deals");
  const { money } = useDealWords();
  const { code, address, city, region, currency, price } = deal;
  // Most addresses name their city themselves.
  const place = city && address?.includes(city) ? "" : [city, region].filter(Boolean).join(", ");
  return (
    <TableRow>
      <Cell lead label={t("columns.address")} className="wrap-anywhere">
        <Link href={href} prefetch={false} className="link">
          {address ?? code ?? deal.id}
        </Link>
        <span className="block text-sm font-normal text-ink-muted">
          {[place, address ? code : null].filter(Boolean).join(" · ")}
        </span>
      </Cell>
      <Cell label={t("state")}>
        <DealState group={deal.lifecycleGroup} state={deal.state} />
      </Cell>
      <Cell label={t("columns.date", { kind })} className="sm:whitespace-nowrap">
        <DealDay deal={deal} />
      </Cell>
      <Cell numeric label={t("columns.price")}>
        {price === null ? "–" : money(price, currency)}
      </Cell>
      {"myNetPayout" in deal ? (
        <Cell numeric label={t("columns.payout")}>
          {deal.myNetPayout === null ? "–" : money(deal.myNetPayout, currency)}
        </Cell>
      ) : (
        <Cell label={t("fields.mlsNumber")}>{deal.mlsNumber ?? "–"}</Cell>
      )}
    </TableRow>
  );
}

function DealDay({ deal }: { deal: Deal }) {
  const t = useTranslations("agents.deals");
  if (deal.day === null) return "–";
  const isExpected = "isDayActual" in deal && !deal.isDayActual;
  return (
    <span>
      <Day value={deal.day} />
      {isExpected ? <span className="block text-sm text-ink-muted">{t("expected")}</span> : null}
    </span>
  );
}
