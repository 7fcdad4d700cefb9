import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";

type Operation = { method: string; path: string; summary: string; door: string };

/** Every address of the API with what it does and who may enter. */
export function AddressTable({ operations }: { operations: readonly Operation[] }) {
  const t = useTranslations("docs");
  return (
    <Card flush title={t("addresses")}>
      <Table caption={t("addresses")}>
        <TableHead>
          <HeaderCell>{t("address")}</HeaderCell>
          <HeaderCell>{t("does")}</HeaderCell>
          <HeaderCell>{t("door")}</HeaderCell>
        </TableHead>
        <TableBody>
          {operations.map(({ method, path, summary, door }) => (
            <TableRow key={`${method} ${path}`}>
              <Cell lead label={t("address")}>
                <code className="font-mono text-sm wrap-anywhere">
                  {method} {path}
                </code>
              </Cell>
              <Cell label={t("does")}>{summary}</Cell>
              <Cell label={t("door")}>{t(`doors.${door}`)}</Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
