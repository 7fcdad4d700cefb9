import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Day } from "@/components/ui/day";
import { Pagination } from "@/components/ui/pagination";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { ContributorRow } from "@/lib/agents/queries/network";
import { useAmount } from "../use-amount";

type ContributorsProps = {
  rows: readonly ContributorRow[];
  currency: string;
  /** Every currency there is, with where its list is. */
  currencies: readonly { currency: string; href: string }[];
  ways: { previous: string | null; next: string | null };
};

/** Who brings most, in one currency: amounts of two cannot stand in one order. */
export function Contributors({ rows, currency, currencies, ways }: ContributorsProps) {
  const t = useTranslations("agents.network");
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 id="contributors" className="scroll-mt-6 font-semibold">
          {t("top")}
        </h3>
        {currencies.length > 1 ? <Currencies chosen={currency} currencies={currencies} /> : null}
      </div>
      {rows.length > 0 ? (
        <Card flush>
          <ContributorTable rows={rows} currency={currency} />
        </Card>
      ) : (
        <p className="text-ink-muted">{t("noTop")}</p>
      )}
      <Pagination {...ways} label={t("top")} isBackToStart />
    </div>
  );
}

function Currencies({ chosen, currencies }: { chosen: string; currencies: ContributorsProps["currencies"] }) {
  const t = useTranslations("agents.network");
  return (
    <nav aria-label={t("currency")} className="flex gap-4">
      {currencies.map(({ currency, href }) => (
        <Link
          key={currency}
          href={href}
          aria-current={currency === chosen ? "true" : undefined}
          className="link py-1 aria-[current]:font-semibold aria-[current]:no-underline"
        >
          {currency}
        </Link>
      ))}
    </nav>
  );
}

function ContributorTable({ rows, currency }: Pick<ContributorsProps, "rows" | "currency">) {
  const t = useTranslations("agents.network");
  const format = useFormatter();
  const tell = useAmount();
  return (
    <Table caption={t("top")}>
      <TableHead>
        <HeaderCell>{t("name")}</HeaderCell>
        <HeaderCell>{t("tierColumn")}</HeaderCell>
        <HeaderCell numeric>{t("amount")}</HeaderCell>
        <HeaderCell numeric>{t("count")}</HeaderCell>
        <HeaderCell numeric>{t("last")}</HeaderCell>
      </TableHead>
      <TableBody>
        {rows.map(({ agentId, tier, name, total, contributions, lastDate }) => (
          <TableRow key={`${tier} ${agentId}`}>
            <Cell lead label={t("name")}>
              {name ?? t("unnamed")}
            </Cell>
            <Cell label={t("tierColumn")}>{t("tier", { tier: String(tier) })}</Cell>
            <Cell numeric label={t("amount")}>
              {tell(total, currency)}
            </Cell>
            <Cell numeric label={t("count")}>
              {format.number(contributions)}
            </Cell>
            <Cell numeric label={t("last")} className="whitespace-nowrap">
              {lastDate ? <Day value={lastDate} /> : "–"}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
