import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Day } from "@/components/ui/day";
import { Pagination } from "@/components/ui/pagination";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { PaymentRow } from "@/lib/agents/queries/earnings";
import { useAmount } from "../use-amount";
import { useWords } from "../use-words";

type PaymentsProps = { rows: readonly PaymentRow[]; ways: { previous: string | null; next: string | null } };

const tones = { paid: "success", pending: "neutral", other: "warning" } as const;

/** Payments of revenue share, those to come first. */
export function Payments({ rows, ways }: PaymentsProps) {
  const t = useTranslations("agents.earnings");
  if (rows.length === 0) return null;
  return (
    <div className="grid grid-cols-1 gap-3">
      <h3 id="payments" className="scroll-mt-6 font-semibold">
        {t("payments")}
      </h3>
      <Card flush>
        <Table caption={t("payments")}>
          <TableHead>
            <HeaderCell>{t("for")}</HeaderCell>
            <HeaderCell numeric>{t("amount")}</HeaderCell>
            <HeaderCell>{t("status")}</HeaderCell>
            <HeaderCell numeric>{t("paidOn")}</HeaderCell>
          </TableHead>
          <TableBody>
            {rows.map(row => (
              <Payment key={row.id} row={row} />
            ))}
          </TableBody>
        </Table>
      </Card>
      <Pagination {...ways} label={t("payments")} isBackToStart />
    </div>
  );
}

function Payment({ row }: { row: PaymentRow }) {
  const t = useTranslations("agents.earnings");
  const tell = useAmount();
  const spell = useWords();
  const { from, to, kind, status, paidOn } = row;
  return (
    <TableRow>
      <Cell lead label={t("for")}>
        {from ? <Day value={from} /> : null}
        {from && to ? " – " : null}
        {to ? <Day value={to} /> : null}
        {from || to ? null : t("notTold")}
      </Cell>
      <Cell numeric label={t("amount")}>
        {tell(row.amount, row.currency)}
      </Cell>
      <Cell label={t("status")}>
        <Status tone={tones[kind]}>{spell(status) ?? t(kind)}</Status>
      </Cell>
      <Cell numeric label={t("paidOn")} className="whitespace-nowrap">
        {paidOn ? <Day value={paidOn} /> : "–"}
      </Cell>
    </TableRow>
  );
}
