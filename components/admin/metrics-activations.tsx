import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";

type Cause = { code: string; count: number };
/** What came of the tries at one door to a plan; times in milliseconds. */
export type DoorFigure = {
  door: string;
  tries: number;
  activated: number;
  scheduled: number;
  failed: number;
  again: number;
  p50Ms: number | null;
  p95Ms: number | null;
  causes: readonly Cause[];
};

const columns = ["tries", "activated", "failed", "time", "causes"] as const;
const mostCauses = 3;

/** Who asks again for what they have already counts neither way. */
const share = (count: number, of: number) => Math.round((count / of) * 100);

/** Of each door: how many tried, how many got their plan, how long that took, and what the others failed of. */
export function MetricsActivations({ doors }: { doors: readonly DoorFigure[] }) {
  const t = useTranslations("admin.metrics.activations");
  const names = useTranslations("members.doors");
  const format = useFormatter();
  if (doors.length === 0) return <p className="p-5 text-ink-muted">{t("none")}</p>;
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("door")}</HeaderCell>
        {columns.map(column => (
          <HeaderCell key={column} numeric={column !== "causes"}>
            {t(column)}
          </HeaderCell>
        ))}
      </TableHead>
      <TableBody>
        {doors.map(({ door, tries, activated, scheduled, failed, again, p50Ms, p95Ms, causes }) => (
          <TableRow key={door}>
            <Cell lead label={t("door")}>
              {names.has(door) ? names(door) : door}
            </Cell>
            <Cell numeric label={t("tries")}>
              {format.number(tries)}
            </Cell>
            <Cell numeric label={t("activated")}>
              {tries > again ? t("share", { count: activated, percent: share(activated, tries - again) }) : "–"}
              {scheduled > 0 ? (
                <span className="block text-ink-muted">{t("waiting", { count: scheduled })}</span>
              ) : null}
            </Cell>
            <Cell numeric label={t("failed")}>
              {format.number(failed)}
              {again > 0 ? <span className="block text-ink-muted">{t("again", { count: again })}</span> : null}
            </Cell>
            <Cell numeric label={t("time")}>
              {p50Ms === null ? "–" : t("took", { p50: Math.round(p50Ms), p95: Math.round(p95Ms ?? p50Ms) })}
            </Cell>
            <Cell label={t("causes")}>
              <Causes causes={causes} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Causes({ causes }: { causes: readonly Cause[] }) {
  const t = useTranslations("admin.metrics.activations");
  if (causes.length === 0) return "–";
  const rest = causes.slice(mostCauses).reduce((sum, { count }) => sum + count, 0);
  return (
    <ul className="grid gap-0.5 text-sm">
      {causes.slice(0, mostCauses).map(({ code, count }) => (
        <li key={code}>{t("cause", { name: t.has(`codes.${code}`) ? t(`codes.${code}`) : code, count })}</li>
      ))}
      {rest > 0 ? <li>{t("others", { count: rest })}</li> : null}
    </ul>
  );
}
