import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { Operation } from "@/lib/platform/http/reference";

type Listed = Pick<Operation, "id" | "method" | "path" | "summary">;

/** The addresses that are behind one door, each with what it does and the way to all about it. */
export function AddressTable({ door, operations }: { door: string; operations: readonly Listed[] }) {
  const t = useTranslations("docs");
  const title = t(`doors.${door}`);
  return (
    <Card
      flush
      title={
        <span id={`door-${door}`} className="scroll-mt-6">
          {title}
        </span>
      }
    >
      <Table caption={title}>
        <TableHead>
          <HeaderCell>{t("address")}</HeaderCell>
          <HeaderCell>{t("does")}</HeaderCell>
        </TableHead>
        <TableBody>
          {operations.map(({ id, method, path, summary }) => (
            <TableRow key={id}>
              <Cell lead label={t("address")} className="sm:w-1/2">
                <a href={`/docs/api/${id}`} className="link font-mono text-sm wrap-anywhere">
                  {method} {path}
                </a>
              </Cell>
              <Cell label={t("does")}>{summary}</Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
