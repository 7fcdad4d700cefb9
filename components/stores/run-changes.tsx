import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ChangesView } from "@/lib/stores/view/changes";

const columns = ["created", "updated", "gone", "unchanged"] as const;

/** What the last run has changed against the one before. */
export function RunChanges({ view }: { view: ChangesView }) {
  const t = useTranslations("stores.changes");
  const format = useFormatter();
  return (
    <Card flush title={t("title")} actions={<Time value={view.at} className="text-sm text-ink-muted" />}>
      <Table caption={t("title")}>
        <TableHead>
          <HeaderCell>{t("what")}</HeaderCell>
          {columns.map(column => (
            <HeaderCell key={column} numeric>
              {t(column)}
            </HeaderCell>
          ))}
        </TableHead>
        <TableBody>
          {view.parts.map(part => (
            <TableRow key={part.id}>
              <Cell lead label={t("what")}>
                {t(`parts.${part.id}`)}
              </Cell>
              {columns.map(column => (
                <Cell key={column} numeric label={t(column)}>
                  {format.number(part[column])}
                </Cell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
