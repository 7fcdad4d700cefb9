import { useFormatter, useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ChoreView } from "@/lib/platform/chores/view";

const wasLastBad = ({ failedAt, lastAt }: ChoreView) => failedAt !== null && failedAt === lastAt;

/** Chores of workers and polls by their names, with what came of them; cards on phones. */
export function ChoreTable({ chores }: { chores: readonly ChoreView[] }) {
  const t = useTranslations("schedule.chores");
  const names = useTranslations("schedule.names");
  const format = useFormatter();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("name")}</HeaderCell>
        <HeaderCell>{t("last")}</HeaderCell>
        <HeaderCell numeric>{t("took")}</HeaderCell>
        <HeaderCell>{t("did")}</HeaderCell>
        <HeaderCell>{t("result")}</HeaderCell>
      </TableHead>
      <TableBody>
        {chores.map(chore => (
          <TableRow key={chore.name}>
            <Cell lead label={t("name")}>
              {names.has(chore.name as "sweep") ? names(chore.name as "sweep") : chore.name}
            </Cell>
            <Cell label={t("last")} className="whitespace-nowrap">
              <Time value={chore.lastAt} relative compact />
            </Cell>
            <Cell numeric label={t("took")} className="whitespace-nowrap">
              {t("ms", { ms: chore.tookMs })}
            </Cell>
            <Cell label={t("did")}>
              {chore.didAt ? (
                <span className="grid max-sm:justify-items-end">
                  {format.number(chore.did)}
                  <Time value={chore.didAt} relative compact className="text-sm text-ink-muted" />
                </span>
              ) : (
                "–"
              )}
            </Cell>
            <Cell label={t("result")} className="min-w-40">
              <span className="grid max-sm:justify-items-end">
                <Status tone={wasLastBad(chore) ? "danger" : "success"}>
                  {t(wasLastBad(chore) ? "failed" : "well")}
                </Status>
                {chore.failedAt ? (
                  <span className="text-sm wrap-anywhere text-ink-muted">
                    {t("failures", { failures: chore.failures, passes: chore.passes })}{" "}
                    <Time value={chore.failedAt} compact />: {chore.error}
                  </span>
                ) : null}
              </span>
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
