import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { UnmatchedLine } from "@/lib/stores/queries/unmatched";

/** Ordered articles without a product, and why. */
export function UnmatchedTable({ lines }: { lines: readonly UnmatchedLine[] }) {
  const t = useTranslations("stores.unmatched");
  const format = useFormatter();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("article")}</HeaderCell>
        <HeaderCell>{t("gtin")}</HeaderCell>
        <HeaderCell numeric>{t("quantity")}</HeaderCell>
        <HeaderCell>{t("order")}</HeaderCell>
        <HeaderCell>{t("placed")}</HeaderCell>
      </TableHead>
      <TableBody>
        {lines.map(line => (
          <TableRow key={line.id}>
            <Cell lead label={t("article")}>
              <bdi>{line.title}</bdi>
            </Cell>
            <Cell label={t("gtin")}>
              {line.gtin ? <span className="font-mono text-sm">{line.gtin}</span> : t("noGtin")}
            </Cell>
            <Cell numeric label={t("quantity")}>
              {format.number(line.quantity)}
            </Cell>
            <Cell label={t("order")}>
              <span className="font-mono text-sm">{line.order}</span>
            </Cell>
            <Cell label={t("placed")}>
              {line.placedAt ? <Time value={line.placedAt.toISOString()} precision="day" /> : "–"}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
