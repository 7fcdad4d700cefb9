import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";

/** One entry of the audit trail, as far as it is shown here; `from` and `reason` only to who may know them. */
export type HistoryEntry = {
  id: number;
  at: string;
  action: string;
  actorKind: string;
  actorId: string | null;
  from: string | null;
  reason: string | null;
};

/** What was done with an account, newest first. */
export function PeopleHistory({ entries, personId }: { entries: readonly HistoryEntry[]; personId: number }) {
  const t = useTranslations("admin.people");
  if (entries.length === 0) return <p className="p-5 text-ink-muted">{t("noHistory")}</p>;
  return (
    <Table caption={t("history")}>
      <TableHead>
        <HeaderCell>{t("when")}</HeaderCell>
        <HeaderCell>{t("what")}</HeaderCell>
        <HeaderCell>{t("byWhom")}</HeaderCell>
        <HeaderCell>{t("from")}</HeaderCell>
      </TableHead>
      <TableBody>
        {entries.map(entry => (
          <TableRow key={entry.id}>
            <Cell lead label={t("when")} className="font-normal whitespace-nowrap">
              <Time value={entry.at} precision="second" />
            </Cell>
            <Cell label={t("what")}>
              <span>
                {t.has(`actions.${entry.action}`) ? t(`actions.${entry.action}`) : entry.action}
                {entry.reason ? (
                  <span className="block text-sm text-pretty wrap-anywhere text-ink-muted">{entry.reason}</span>
                ) : null}
              </span>
            </Cell>
            <Cell label={t("byWhom")} className="whitespace-nowrap">
              {byWhom(entry)}
            </Cell>
            <Cell label={t("from")} className="font-mono text-sm wrap-anywhere">
              {entry.from ?? "–"}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );

  function byWhom({ actorKind, actorId }: HistoryEntry) {
    if (actorKind !== "user") return t(`actors.${actorKind}`);
    return actorId === String(personId) ? t("actors.self") : t("actors.user", { id: String(actorId) });
  }
}
