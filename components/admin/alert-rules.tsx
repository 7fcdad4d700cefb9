import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { RuleView } from "@/lib/platform/alerts/schema";
import { ChangeRule, RemoveRule, type RuleActs } from "./alert-rule-acts";
import { TestRule } from "./alert-rule-test";
import { AlertSeverity } from "./alert-severity";

/** What is watched, and how it is set; with what an admin may do about it, and nobody else is offered. */
export function AlertRules({ rules, acts }: { rules: readonly RuleView[]; acts: RuleActs | null }) {
  const t = useTranslations("alerts");
  return (
    <Table caption={t("rulesTitle")}>
      <TableHead>
        <HeaderCell>{t("rule")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("parameters")}</HeaderCell>
        <HeaderCell>{t("evaluated")}</HeaderCell>
        {acts ? <HeaderCell>{t("act")}</HeaderCell> : null}
      </TableHead>
      <TableBody>
        {rules.map(rule => (
          <RuleRow key={rule.id} rule={rule} acts={acts} />
        ))}
      </TableBody>
    </Table>
  );
}

function RuleRow({ rule, acts }: { rule: RuleView; acts: RuleActs | null }) {
  const { id, kind, severity, enabled, parameters, cooldownSeconds, channels, evaluatedAt } = rule;
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
        <span className="grid justify-items-start gap-1 max-sm:justify-items-end">
          <Status tone={enabled ? "success" : "neutral"}>{t(enabled ? "on" : "off")}</Status>
          <AlertSeverity severity={severity} />
        </span>
      </Cell>
      <Cell label={t("parameters")}>
        <span className="grid gap-1">
          {set.length > 0 ? <span>{set.join(", ")}</span> : null}
          <span className="text-sm text-ink-muted">
            {t("toldOn", {
              channels: (["desk", ...channels] as const).map(name => t(`channelNames.${name}`)).join(", "),
              again:
                cooldownSeconds % 3600 === 0
                  ? t("cooldownHours", { hours: cooldownSeconds / 3600 })
                  : t("cooldownMinutes", { minutes: Math.round(cooldownSeconds / 60) }),
            })}
          </span>
        </span>
      </Cell>
      <Cell label={t("evaluated")} className="whitespace-nowrap">
        {evaluatedAt ? <Time value={evaluatedAt} precision="clock" /> : t("never")}
      </Cell>
      {acts ? <Acts rule={rule} acts={acts} /> : null}
    </TableRow>
  );
}

function Acts({ rule, acts }: { rule: RuleView; acts: RuleActs }) {
  const t = useTranslations("alerts");
  const own = t(`rules.${rule.kind}.name`);
  // Of two rules of a kind each is told from the other by its id.
  const name = rule.isAdded ? `${own} (${rule.id})` : own;
  return (
    <Cell label={t("act")}>
      <span className="flex flex-wrap gap-2 max-sm:justify-end">
        <ChangeRule rule={rule} name={name} change={acts.change} />
        <TestRule id={rule.id} name={name} test={acts.test} />
        {rule.isAdded ? <RemoveRule rule={rule} name={name} remove={acts.remove} /> : null}
      </span>
    </Cell>
  );
}
