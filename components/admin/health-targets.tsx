import { useFormatter, useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { TargetView } from "@/lib/platform/measures/schema";
import { useTook } from "./use-took";

const tones = { met: "success", missed: "danger", few: "neutral" } as const;

/** Targets with what was measured of each, how, and whether that is enough. */
export function HealthTargets({ title, targets }: { title: string; targets: readonly TargetView[] }) {
  const t = useTranslations("health.targets");
  return (
    <Table caption={title}>
      <TableHead>
        <HeaderCell>{t("target")}</HeaderCell>
        <HeaderCell numeric>{t("goal")}</HeaderCell>
        <HeaderCell numeric>{t("figure")}</HeaderCell>
        <HeaderCell numeric>{t("samples")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
      </TableHead>
      <TableBody>
        {targets.map(target => (
          <TargetRow key={target.id} target={target} />
        ))}
      </TableBody>
    </Table>
  );
}

/** A value of a target in its unit. */
function useValue({ unit }: TargetView) {
  const took = useTook();
  const format = useFormatter();
  return (value: number) =>
    unit === "seconds" ? took(value) : format.number(value / 100, { style: "percent", maximumFractionDigits: 1 });
}

/** What the samples are of: the last hour, day or month. */
const windowOf = (minutes: number) => (minutes <= 60 ? "hour" : minutes <= 24 * 60 ? "day" : "month");

function TargetRow({ target }: { target: TargetView }) {
  const t = useTranslations("health.targets");
  const format = useFormatter();
  const say = useValue(target);
  const { id, unit, limit, figure, median, slowest, samples, atLeast, windowMinutes, state } = target;
  return (
    <TableRow>
      <Cell lead label={t("target")} className="sm:min-w-56">
        {t(`names.${id}`)}
        <span className="mt-0.5 block max-w-prose text-sm font-normal text-ink-muted">{t(`how.${id}`)}</span>
        {slowest === null ? null : (
          <span className="mt-0.5 block text-sm font-normal text-ink-muted">
            {t.rich("slowest", {
              value: say(slowest.seconds),
              name: slowest.name,
              mark: chunks => <span className="font-mono text-[0.8125rem] wrap-anywhere">{chunks}</span>,
            })}
          </span>
        )}
      </Cell>
      <Cell numeric label={t("goal")} className="whitespace-nowrap">
        {t(unit === "seconds" ? "below" : "above", { value: say(limit) })}
      </Cell>
      <Cell numeric label={t("figure")}>
        <span>
          <span className="font-semibold whitespace-nowrap">{figure === null ? "–" : say(figure)}</span>
          {median === null ? null : (
            <span className="block text-sm whitespace-nowrap text-ink-muted">
              {t("median", { value: say(median) })}
            </span>
          )}
        </span>
      </Cell>
      <Cell numeric label={t("samples")}>
        <span>
          {format.number(samples)}
          <span className="block text-sm whitespace-nowrap text-ink-muted">
            {t(`windows.${windowOf(windowMinutes)}`)}
          </span>
        </span>
      </Cell>
      <Cell label={t("state")}>
        <Status tone={tones[state]} className="whitespace-nowrap">
          {t(`states.${state}`, { atLeast })}
        </Status>
      </Cell>
    </TableRow>
  );
}
