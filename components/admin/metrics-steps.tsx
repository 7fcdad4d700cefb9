import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";

type Cause = { event: "refused" | "test_failed"; code: string; people: number; times: number; dropped: number };
/** What happened at one step. */
export type StepFigure = {
  kind: string;
  step: string;
  seen: number;
  saved: number;
  dropped: number;
  medianSeconds: number | null;
  causes: readonly Cause[];
};

const columns = ["seen", "saved", "dropped", "time", "causes"] as const;
const mostCauses = 3;

/** Each step of a wizard: who saw it, saved it, left it, how long it took, and what held people up. */
export function MetricsSteps({ caption, steps }: { caption: string; steps: readonly StepFigure[] }) {
  const t = useTranslations("admin.metrics");
  const format = useFormatter();
  const say = useDuration();
  return (
    <Table caption={caption}>
      <TableHead>
        <HeaderCell>{t("step")}</HeaderCell>
        {columns.map(column => (
          <HeaderCell key={column} numeric={column !== "causes"}>
            {t(column)}
          </HeaderCell>
        ))}
      </TableHead>
      <TableBody>
        {steps.map(({ kind, step, seen, saved, dropped, medianSeconds, causes }) => (
          <TableRow key={step}>
            <Cell lead label={t("step")}>
              {t(`steps.${kind}.${step}`)}
            </Cell>
            <Cell numeric label={t("seen")}>
              {format.number(seen)}
            </Cell>
            <Cell numeric label={t("saved")}>
              {format.number(saved)}
            </Cell>
            <Cell numeric label={t("dropped")}>
              {seen > 0 ? t("share", { count: dropped, percent: Math.round((dropped / seen) * 100) }) : "–"}
            </Cell>
            <Cell numeric label={t("time")}>
              {say(medianSeconds)}
            </Cell>
            <Cell label={t("causes")}>
              <Causes causes={causes} dropped={dropped} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Causes({ causes, dropped }: { causes: readonly Cause[]; dropped: number }) {
  const t = useTranslations("admin.metrics");
  if (causes.length === 0) return "–";
  return (
    <ul className="grid gap-0.5 text-sm">
      {causes.slice(0, mostCauses).map(({ event, code, people, dropped: left }) => {
        const key = `${event === "refused" ? "fields" : "tests"}.${code}`;
        const name = t.has(key) ? t(key) : code;
        const values = { name, people, left, percent: dropped > 0 ? Math.round((left / dropped) * 100) : 0 };
        return <li key={`${event} ${code}`}>{t(left > 0 ? "causeLeft" : "cause", values)}</li>;
      })}
      {causes.length > mostCauses ? <li>{t("moreCauses", { count: causes.length - mostCauses })}</li> : null}
    </ul>
  );
}

/** Seconds as people say them. */
export function useDuration(): (seconds: number | null) => string {
  const t = useTranslations("admin.metrics");
  return seconds => {
    if (seconds === null) return "–";
    const whole = Math.round(seconds);
    if (whole < 60) return t("seconds", { seconds: whole });
    if (whole < 3600) return t("minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
    return t("hours", { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
  };
}
