import { FileUp } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { CallingImportView } from "@/lib/practitioners/view/calling-import";

const tones = { preview: "neutral", pending: "active", running: "active", done: "success" } as const;

/** The newest imports of calling data, each with its page. */
export function CallingImports({ imports }: { imports: readonly CallingImportView[] }) {
  const t = useTranslations("calling");
  if (imports.length === 0)
    return (
      <Card flush>
        <EmptyState icon={FileUp} title={t("none")}>
          {t("noneHelp")}
        </EmptyState>
      </Card>
    );
  return (
    <Card title={t("imports")} flush>
      <Table caption={t("imports")}>
        <TableHead>
          <HeaderCell>{t("uploaded")}</HeaderCell>
          <HeaderCell>{t("state")}</HeaderCell>
          <HeaderCell numeric>{t("rows")}</HeaderCell>
          <HeaderCell numeric>{t("rejected")}</HeaderCell>
        </TableHead>
        <TableBody>
          {imports.map(({ id, createdAt, state, total, rejected }) => (
            <TableRow key={id}>
              <Cell lead label={t("uploaded")}>
                <Link href={`/admin/practitioners/import/${id}`} className="link inline-block py-1">
                  <Time value={createdAt} />
                </Link>
              </Cell>
              <Cell label={t("state")}>
                <Status tone={tones[state]}>{t(`states.${state}`)}</Status>
              </Cell>
              <Cell numeric label={t("rows")}>
                {total}
              </Cell>
              <Cell numeric label={t("rejected")}>
                {rejected}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
