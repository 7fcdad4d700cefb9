import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { CallingImportView } from "@/lib/practitioners/view/calling-import";
import { FaultTable, LineCell } from "./fault-table";

/** The first rows of a file as they stand in it, and what is wrong with those that cannot be taken. */
export function CallingRows({ rows, columns, faults, faulty, checked }: CallingImportView) {
  const t = useTranslations("calling");
  return (
    <>
      {rows.length > 0 ? (
        <Card title={t("firstRows")} flush>
          <Table caption={t("firstRows")}>
            <TableHead>
              <HeaderCell numeric className="w-px">
                {t("line")}
              </HeaderCell>
              {columns.map(({ name }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name, and their order never changes
                <HeaderCell key={at}>{name}</HeaderCell>
              ))}
            </TableHead>
            <TableBody>
              {rows.map(({ line, cells }) => (
                <TableRow key={line}>
                  <LineCell label={t("line")} line={line} />
                  {columns.map(({ name }, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name, and their order never changes
                    <Cell key={at} label={name} className="sm:max-w-64 sm:truncate">
                      <bdi>{cells[at]}</bdi>
                    </Cell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Card>
      ) : null}
      <Card title={t("problems")} description={t("problemsLead", { faulty, checked })} flush={faults.length > 0}>
        {faults.length > 0 ? (
          <FaultTable words={{ caption: t("problems"), line: t("line"), problem: t("problem") }} faults={faults} />
        ) : null}
      </Card>
    </>
  );
}
