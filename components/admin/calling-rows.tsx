import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { CallingImportView } from "@/lib/practitioners/view/calling-import";

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
                  <Cell lead numeric label={t("line")}>
                    <span className="sm:hidden">{t("line")} </span>
                    {line}
                  </Cell>
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
          <Table caption={t("problems")}>
            <TableHead>
              <HeaderCell numeric className="w-px">
                {t("line")}
              </HeaderCell>
              <HeaderCell>{t("problem")}</HeaderCell>
            </TableHead>
            <TableBody>
              {faults.map(({ line, problems }) => (
                <TableRow key={line}>
                  <Cell lead numeric label={t("line")}>
                    <span className="sm:hidden">{t("line")} </span>
                    {line}
                  </Cell>
                  <Cell label={t("problem")} className="wrap-anywhere">
                    {problems.join(" · ")}
                  </Cell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        ) : null}
      </Card>
    </>
  );
}
