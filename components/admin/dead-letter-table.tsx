import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { DeadLetterView } from "@/lib/platform/jobs/schema";
import { RedriveJob } from "./redrive-job";

/** Jobs that failed at every try, with their last error; cards on phones. */
export function DeadLetterTable({ letters, canAct }: { letters: readonly DeadLetterView[]; canAct: boolean }) {
  const t = useTranslations("health");
  return (
    <Table caption={t("dead.title")}>
      <TableHead>
        <HeaderCell>{t("dead.job")}</HeaderCell>
        <HeaderCell>{t("dead.error")}</HeaderCell>
        <HeaderCell>{t("dead.given")}</HeaderCell>
        {canAct ? <HeaderCell>{t("dead.act")}</HeaderCell> : null}
      </TableHead>
      <TableBody>
        {letters.map(letter => (
          <TableRow key={letter.id}>
            <Cell lead label={t("dead.job")}>
              <span className="font-mono text-sm">{letter.job}</span>
              <span className="block text-sm font-normal wrap-anywhere text-ink-muted">
                {Object.entries(letter.ids)
                  .map(([name, id]) => `${name} ${id}`)
                  .join(", ") || t("dead.noIds")}
              </span>
            </Cell>
            <Cell label={t("dead.error")} className="wrap-anywhere">
              <span className="grid">
                {letter.error}
                <span className="text-sm text-ink-muted">{t("dead.tries", { tries: letter.attempts })}</span>
              </span>
            </Cell>
            <Cell label={t("dead.given")} className="whitespace-nowrap">
              <Time value={letter.diedAt} relative />
            </Cell>
            {canAct ? (
              <Cell label={t("dead.act")}>
                <RedriveJob id={letter.id} job={letter.job} />
              </Cell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
