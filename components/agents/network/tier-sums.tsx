import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Chart } from "@/components/ui/chart/chart";
import type { Series } from "@/components/ui/chart/series";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { TierSum } from "@/lib/agents/queries/network";
import { useAmount } from "../use-amount";

const tiers = [1, 2, 3, 4, 5];

/** What each tier has brought in one currency, drawn and as a table. */
export function TierSums({ currency, sums }: { currency: string; sums: readonly TierSum[] }) {
  const t = useTranslations("agents.network");
  const ofTier = (tier: number) => sums.find(sum => sum.tier === tier);
  const points = tiers.map(tier => ({
    label: t("tier", { tier: String(tier) }),
    values: { amount: Number(ofTier(tier)?.amount ?? 0) },
  }));
  const series: Series[] = [{ id: "amount", label: t("amount"), mark: "bar", look: "solid" }];
  return (
    <Card>
      <Chart
        title={t("chart", { currency })}
        summary={t("chartSummary", { currency })}
        series={series}
        points={points}
        unit={{ kind: "money", currency }}
      >
        <TierTable currency={currency} sums={sums} />
      </Chart>
    </Card>
  );
}

function TierTable({ currency, sums }: { currency: string; sums: readonly TierSum[] }) {
  const t = useTranslations("agents.network");
  const format = useFormatter();
  const tell = useAmount();
  return (
    <Table caption={t("chart", { currency })}>
      <TableHead>
        <HeaderCell>{t("tierColumn")}</HeaderCell>
        <HeaderCell numeric>{t("amount")}</HeaderCell>
        <HeaderCell numeric>{t("count")}</HeaderCell>
        <HeaderCell numeric>{t("from")}</HeaderCell>
      </TableHead>
      <TableBody>
        {sums.map(({ tier, amount, contributions, people }) => (
          <TableRow key={tier}>
            <Cell lead label={t("tierColumn")}>
              {t("tier", { tier: String(tier) })}
            </Cell>
            <Cell numeric label={t("amount")}>
              {tell(amount, currency)}
            </Cell>
            <Cell numeric label={t("count")}>
              {format.number(contributions)}
            </Cell>
            <Cell numeric label={t("from")}>
              {t("people", { count: people })}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
