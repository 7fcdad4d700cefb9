import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Day } from "@/components/ui/day";
import { Pagination } from "@/components/ui/pagination";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { CapRow } from "@/lib/agents/queries/earnings";
import { useCapWords } from "./use-cap-words";

type TeamCapsProps = { rows: readonly CapRow[]; ways: { previous: string | null; next: string | null } };

/** How far the others of the team are from their caps. */
export function TeamCaps({ rows, ways }: TeamCapsProps) {
  const t = useTranslations("agents.earnings");
  if (rows.length === 0) return null;
  return (
    <div className="grid grid-cols-1 gap-3">
      <h3 id="team-caps" className="scroll-mt-6 font-semibold">
        {t("teamCaps")}
      </h3>
      <Card flush>
        <Table caption={t("teamCaps")}>
          <TableHead>
            <HeaderCell>{t("member")}</HeaderCell>
            <HeaderCell numeric>{t("brokerageCap")}</HeaderCell>
            <HeaderCell numeric>{t("teamCap")}</HeaderCell>
            <HeaderCell numeric>{t("resets")}</HeaderCell>
          </TableHead>
          <TableBody>
            {rows.map(row => (
              <MemberCap key={row.agentId} row={row} />
            ))}
          </TableBody>
        </Table>
      </Card>
      <Pagination {...ways} label={t("teamCaps")} isBackToStart />
    </div>
  );
}

function MemberCap({ row }: { row: CapRow }) {
  const t = useTranslations("agents.earnings");
  const tell = useCapWords();
  const capOf = (paid: string | null, cap: string | null) => tell(paid, cap, row.currency) ?? t("notTold");
  return (
    <TableRow>
      <Cell lead label={t("member")}>
        {row.name ?? t("unnamed")}
      </Cell>
      <Cell numeric label={t("brokerageCap")}>
        {capOf(row.brokeragePaid, row.brokerage)}
      </Cell>
      <Cell numeric label={t("teamCap")}>
        {capOf(row.teamPaid, row.team)}
      </Cell>
      <Cell numeric label={t("resets")} className="whitespace-nowrap">
        {row.anniversary ? <Day value={row.anniversary} /> : t("notTold")}
      </Cell>
    </TableRow>
  );
}
