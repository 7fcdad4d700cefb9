import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { RuleView } from "@/lib/platform/alerts/schema";

/** What is watched, and how it is set. */
export function AlertRules({ rules }: { rules: readonly RuleView[] }) {
  const t = useTranslations("alerts");
  return (
    <Table caption={t("rulesTitle")}>
      <TableHead>
        <HeaderCell>{t("rule")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("parameters")}</HeaderCell>
        <HeaderCell>{t("cooldown")}</HeaderCell>
        <HeaderCell>{t("channels")}</HeaderCell>
        <HeaderCell>{t("evaluated")}</HeaderCell>
      </TableHead>
      <TableBody>
        {rules.map(rule => (
          <RuleRow key={rule.id} rule={rule} />
        ))}
      </TableBody>
    </Table>
  );
}

function RuleRow({
  rule: { id, kind, enabled, parameters, cooldownSeconds, channels, evaluatedAt },
}: {
  rule: RuleView;
}) {
  const t = useTranslations("alerts");
  const set = Object.entries(parameters).map(([name, value]) =>
    t.has(`set.${name}`) ? t(`set.${name}`, { value }) : name,
  );
  return (
    <TableRow>
      <Cell lead label={t("rule")}>
        {t(`rules.${kind}.name`)}
        <span className="block font-mono text-sm font-normal text-ink-muted">{id}</span>
      </Cell>
      <Cell label={t("state")}>
        <Status tone={enabled ? "success" : "neutral"}>{t(enabled ? "on" : "off")}</Status>
      </Cell>
      <Cell label={t("parameters")}>{set.join(", ") || "–"}</Cell>
      <Cell label={t("cooldown")} className="whitespace-nowrap">
        {cooldownSeconds % 3600 === 0
          ? t("cooldownHours", { hours: cooldownSeconds / 3600 })
          : t("cooldownMinutes", { minutes: Math.round(cooldownSeconds / 60) })}
      </Cell>
      <Cell label={t("channels")} className="whitespace-nowrap">
        {(["desk", ...channels] as const).map(name => t(`channelNames.${name}`)).join(", ")}
      </Cell>
      <Cell label={t("evaluated")} className="whitespace-nowrap">
        {evaluatedAt ? <Time value={evaluatedAt} precision="clock" /> : t("never")}
      </Cell>
    </TableRow>
  );
}
