import { useFormatter } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { Expectation } from "@/lib/agents/view/run-history";
import { type Reader, useRunTexts } from "./use-run-texts";

/** What was expected of a sync before it began, beside what it came to. */
export function RunExpected({ expectations, reader }: { expectations: readonly Expectation[]; reader: Reader }) {
  const { t, duration } = useRunTexts(reader);
  const format = useFormatter();
  const tell = ({ name }: Expectation, value: number | null) => {
    if (value === null) return t("expected.unknown");
    return name === "seconds" ? duration(value) : format.number(value);
  };
  return (
    <Table caption={t("expected.title")}>
      <TableHead>
        <HeaderCell>{t("expected.what")}</HeaderCell>
        <HeaderCell numeric>{t("expected.expected")}</HeaderCell>
        <HeaderCell numeric>{t("expected.real")}</HeaderCell>
      </TableHead>
      <TableBody>
        {expectations.map(one => (
          <TableRow key={one.name}>
            <Cell lead label={t("expected.what")}>
              {t(`expected.names.${one.name}`)}
            </Cell>
            <Cell numeric label={t("expected.expected")}>
              {one.expected === null ? tell(one, null) : t("expected.about", { value: tell(one, one.expected) })}
            </Cell>
            <Cell numeric label={t("expected.real")}>
              {tell(one, one.real)}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
