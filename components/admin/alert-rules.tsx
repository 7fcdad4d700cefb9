import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { RuleView } from "@/lib/platform/alerts/schema";
import { ChangeRule, RemoveRule, type RuleActs } from "./alert-rule-acts";
import { AlertRuleSettings } from "./alert-rule-settings";
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

/** An id that may go on in the next line behind each of its words. */
const RuleId = ({ id }: { id: string }) =>
  id.split(/(?<=_)/).map(word => (
    <Fragment key={word}>
      {word}
      <wbr />
    </Fragment>
  ));

function RuleRow({ rule, acts }: { rule: RuleView; acts: RuleActs | null }) {
  const { id, kind, severity, enabled, evaluatedAt } = rule;
  const t = useTranslations("alerts");
  return (
    <TableRow>
      <Cell lead label={t("rule")} className="sm:min-w-36">
        {t(`rules.${kind}.name`)}
        <span className="block font-mono text-sm font-normal text-ink-muted">
          <RuleId id={id} />
        </span>
      </Cell>
      <Cell label={t("state")}>
        <span className="grid justify-items-start gap-1 max-sm:justify-items-end">
          <Status tone={enabled ? "success" : "neutral"}>{t(enabled ? "on" : "off")}</Status>
          <AlertSeverity severity={severity} />
        </span>
      </Cell>
      <Cell label={t("parameters")} className="sm:min-w-44">
        <AlertRuleSettings settings={rule} />
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
