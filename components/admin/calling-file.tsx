import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { CallingField } from "@/lib/practitioners/schema/calling";
import type { CallingImportView } from "@/lib/practitioners/view/calling-import";

const delimiterNames: Record<string, "comma" | "semicolon" | "tab" | "pipe"> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "pipe",
};

/** What was found out of a file, and which field each of its columns fills. */
export function CallingFile({ encoding, delimiter, defaultRegion, columns }: CallingImportView) {
  const t = useTranslations("calling");
  const items = [
    { key: "encoding", label: t("encoding"), value: encoding.toUpperCase() },
    { key: "delimiter", label: t("delimiter"), value: t(`delimiters.${delimiterNames[delimiter] ?? "comma"}`) },
    { key: "region", label: t("region"), value: defaultRegion ?? t("noRegion") },
  ];
  return (
    <>
      <Card title={t("file")}>
        <DescriptionList items={items} />
      </Card>
      <Card title={t("columns")} flush>
        <Table caption={t("columns")}>
          <TableHead>
            <HeaderCell>{t("column")}</HeaderCell>
            <HeaderCell>{t("field")}</HeaderCell>
          </TableHead>
          <TableBody>
            {columns.map(({ name, field }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name, and their order never changes
              <TableRow key={at}>
                <Cell lead label={t("column")} className="wrap-anywhere">
                  <bdi>{name || "–"}</bdi>
                </Cell>
                <Cell label={t("field")}>
                  {field === null ? (
                    <span className="text-ink-muted">{t("notTaken")}</span>
                  ) : (
                    t(`fields.${field as CallingField}`)
                  )}
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Card>
    </>
  );
}
