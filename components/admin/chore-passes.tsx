import { useFormatter, useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ChorePassView } from "@/lib/platform/chores/view";

/** What chores did or why they failed, newest first; cards on phones. */
export function ChorePasses({ passes }: { passes: readonly ChorePassView[] }) {
  const t = useTranslations("schedule.passes");
  const names = useTranslations("schedule.names");
  const format = useFormatter();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("when")}</HeaderCell>
        <HeaderCell>{t("name")}</HeaderCell>
        <HeaderCell numeric>{t("did")}</HeaderCell>
        <HeaderCell>{t("result")}</HeaderCell>
      </TableHead>
      <TableBody>
        {passes.map(({ id, name, at, did, error }) => (
          <TableRow key={id}>
            <Cell lead label={t("when")} className="whitespace-nowrap">
              <Time value={at} relative compact />
            </Cell>
            <Cell label={t("name")}>{names.has(name as "sweep") ? names(name as "sweep") : name}</Cell>
            <Cell numeric label={t("did")}>
              {format.number(did)}
            </Cell>
            <Cell label={t("result")} className="wrap-anywhere">
              <Status tone={error ? "danger" : "success"}>{error ?? t("well")}</Status>
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
