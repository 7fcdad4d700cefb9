import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Day } from "@/components/ui/day";
import { Pagination } from "@/components/ui/pagination";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { AwardRow } from "@/lib/agents/queries/earnings";
import { useWords } from "../use-words";

type AwardsProps = { rows: readonly AwardRow[]; ways: { previous: string | null; next: string | null } };

/** Awards of shares, newest first. */
export function Awards({ rows, ways }: AwardsProps) {
  const t = useTranslations("agents.earnings");
  if (rows.length === 0) return null;
  return (
    <div className="grid grid-cols-1 gap-3">
      <h3 id="awards" className="scroll-mt-6 font-semibold">
        {t("awards")}
      </h3>
      <Card flush>
        <Table caption={t("awards")}>
          <TableHead>
            <HeaderCell>{t("award")}</HeaderCell>
            <HeaderCell numeric>{t("shares")}</HeaderCell>
            <HeaderCell numeric>{t("grantedOn")}</HeaderCell>
            <HeaderCell numeric>{t("vestsOn")}</HeaderCell>
            <HeaderCell>{t("status")}</HeaderCell>
          </TableHead>
          <TableBody>
            {rows.map(row => (
              <Award key={row.id} row={row} />
            ))}
          </TableBody>
        </Table>
      </Card>
      <Pagination {...ways} label={t("awards")} isBackToStart />
    </div>
  );
}

function Award({ row: { type, shares, grantedOn, vestsOn, status } }: { row: AwardRow }) {
  const t = useTranslations("agents.earnings");
  const format = useFormatter();
  const tell = useWords();
  return (
    <TableRow>
      <Cell lead label={t("award")}>
        {tell(type) ?? t("notTold")}
      </Cell>
      <Cell numeric label={t("shares")}>
        {format.number(Number(shares))}
      </Cell>
      <Cell numeric label={t("grantedOn")} className="whitespace-nowrap">
        {grantedOn ? <Day value={grantedOn} /> : t("notTold")}
      </Cell>
      <Cell numeric label={t("vestsOn")} className="whitespace-nowrap">
        {vestsOn ? <Day value={vestsOn} /> : t("notTold")}
      </Cell>
      <Cell label={t("status")}>{tell(status) ?? t("notTold")}</Cell>
    </TableRow>
  );
}
