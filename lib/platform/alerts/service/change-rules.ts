import { type AuditFact, audit } from "../../audit";
import type { SessionUser } from "../../auth/session";
import { randomToken } from "../../crypto";
import { type Tx, transaction } from "../../db";
import { AppError, invalidInput } from "../../errors";
import { getRule, readRule } from "../queries";
import { rules, usualChannels } from "../rules";
import {
  type NewRuleEdit,
  type RemovedRule,
  RuleChange,
  type RuleEdit,
  type RuleKind,
  RuleSettings,
  type RuleView,
} from "../schema";
import { mayBeCritical } from "../severity";

type Order = { actor: SessionUser; caller: { address: string; agent: string } };

const mostAdded = 20;

const note = (
  tx: Tx,
  { actor, caller }: Order,
  { action, id, detail }: { action: AuditFact["action"]; id: string; detail: object },
) =>
  audit(tx, {
    action,
    actor: { kind: "user", id: actor.id },
    subject: { kind: "alert_rule", id },
    detail: { ...detail },
    ...caller,
  });

const closeAlerts = (tx: Tx, id: string) => tx.$executeRaw`
  UPDATE alert SET closed_at = greatest(app_now(), opened_at) WHERE rule = ${id} AND closed_at IS NULL`;

type Fault = { field: string; code: "invalid"; message: "parameterInvalid" | "smsForCritical" | "smsAlone" };
type Wanted = Required<Pick<RuleEdit, "channels" | "cooldownSeconds" | "parameters">>;
type Set = Pick<RuleView, "channels" | "cooldownSeconds" | "parameters">;

function faultsOf(kind: RuleKind, { parameters, channels, cooldownSeconds }: Wanted): Fault[] {
  const issues = rules[kind].parameters.safeParse(parameters).error?.issues ?? [];
  const names = issues.flatMap(issue =>
    issue.code === "unrecognized_keys" ? issue.keys : [issue.path.map(String).join(".")],
  );
  const fields = names.map(name => `parameters.${name}`);
  if (!RuleChange.shape.cooldownSeconds.safeParse(cooldownSeconds).success) fields.push("cooldownSeconds");
  const faults: Fault[] = fields.map(field => ({ field, code: "invalid", message: "parameterInvalid" }));
  if (!channels.includes("sms")) return faults;
  if (!mayBeCritical(kind)) return [...faults, { field: "channels", code: "invalid", message: "smsForCritical" }];
  if (channels.some(channel => channel !== "sms")) return faults;
  return [...faults, { field: "channels", code: "invalid", message: "smsAlone" }];
}

/** What a rule is set to; throws `invalid_input` that names everything that cannot be: SMS where nothing is critical, and alone. */
function requireSet(kind: RuleKind, wanted: Wanted): Set {
  const faults = faultsOf(kind, wanted);
  if (faults.length > 0) throw invalidInput(faults);
  const { channels, cooldownSeconds } = wanted;
  return {
    channels,
    cooldownSeconds: Number(cooldownSeconds),
    parameters: rules[kind].parameters.parse(wanted.parameters),
  };
}

const inOrder = ({ enabled, cooldownSeconds, channels, parameters }: RuleSettings) =>
  JSON.stringify([enabled, cooldownSeconds, channels.toSorted(), Object.entries(parameters).toSorted()]);

/** Throws `version_conflict` with both where a rule is set in another way by now than the one that somebody looked at, and would change. */
function requireSeen(current: RuleView, next: RuleSettings, seen: RuleSettings | undefined): void {
  const now = inOrder(current);
  if (seen === undefined || inOrder(seen) === now || inOrder(next) === now) return;
  const saved = RuleSettings.parse(current);
  throw new AppError("version_conflict", { message: "ruleChanged", data: { saved, given: next } });
}

/**
 * Changes what is given of a rule. One that is switched off closes its alerts, and tells nobody. Throws `not_found`, `version_conflict`, and `invalid_input`
 * that names everything that cannot be.
 */
export const changeRule = (id: string, { seen, ...change }: RuleEdit, order: Order): Promise<RuleView> =>
  transaction("system", async tx => {
    // Who changes it at the same moment is waited for, and so is who evaluates it.
    await tx.$executeRaw`SELECT id FROM alert_rule WHERE id = ${id} FOR UPDATE`;
    const current = await readRule(tx, id);
    const { enabled = current.enabled, channels = current.channels } = change;
    const { cooldownSeconds = current.cooldownSeconds } = change;
    const parameters = { ...current.parameters, ...change.parameters };
    const next = { enabled, ...requireSet(current.kind, { channels, cooldownSeconds, parameters }) };
    requireSeen(current, next, seen);
    await tx.$executeRaw`
      UPDATE alert_rule SET enabled = ${enabled}, cooldown_seconds = ${next.cooldownSeconds}, channels = ${next.channels}::text[],
        parameters = ${JSON.stringify(next.parameters)}::jsonb, streaks = '{}' WHERE id = ${id}`;
    if (!enabled) await closeAlerts(tx, id);
    await note(tx, order, { action: "alert_rule.changed", id, detail: change });
    return readRule(tx, id);
  });

/**
 * Adds a rule of a kind that is looked for, with its own parameters, cool-down and channels. Throws `invalid_input` for a kind that is raised where it
 * happens, of which there can be only one, and `illegal_transition` when there are twenty.
 */
export async function addRule({ kind, ...given }: NewRuleEdit, order: Order): Promise<RuleView> {
  const { find, cooldownSeconds: usual } = rules[kind];
  if (!find) throw invalidInput([{ field: "kind", code: "invalid", message: "choose" }]);
  const { enabled = true, channels = usualChannels(kind), parameters = {} } = given;
  const set = requireSet(kind, { channels, parameters, cooldownSeconds: given.cooldownSeconds ?? usual });
  const id = `${kind}-${randomToken(6)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "0")}`;
  await transaction("system", async tx => {
    // One after the other, so that they are counted.
    await tx.$executeRaw`SELECT id FROM alert_rule WHERE id = 'dead_man' FOR UPDATE`;
    const added = await tx.alertRule.count({ where: { id: { contains: "-" } } });
    if (added >= mostAdded) throw new AppError("illegal_transition", { message: "tooManyRules" });
    await tx.alertRule.create({ data: { id, enabled, ...set } });
    await note(tx, order, {
      action: "alert_rule.added",
      id,
      detail: { enabled, ...set },
    });
  });
  return getRule(id);
}

/** Takes away a rule that was added; its alerts are over, and stay to be read. Throws `not_found`, and `illegal_transition` for one of the product's own. */
export async function removeRule(given: string, order: Order): Promise<RemovedRule> {
  const { id, isAdded } = await getRule(given);
  if (!isAdded) throw new AppError("illegal_transition", { message: "ruleStays" });
  await transaction("system", async tx => {
    // Whoever evaluates it at this moment is waited for, and what that opened is closed.
    const { count } = await tx.alertRule.deleteMany({ where: { id } });
    if (count === 0) throw new AppError("not_found");
    await closeAlerts(tx, id);
    await note(tx, order, { action: "alert_rule.removed", id, detail: {} });
  });
  return { id };
}
