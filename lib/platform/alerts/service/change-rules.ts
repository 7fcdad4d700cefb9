import { audit } from "../../audit";
import type { SessionUser } from "../../auth/session";
import { randomToken } from "../../crypto";
import { type Tx, transaction } from "../../db";
import { AppError, invalidInput } from "../../errors";
import { getRule } from "../queries";
import { rules, usualChannels } from "../rules";
import type { AlertChannel, NewRule, RemovedRule, RuleChange, RuleKind, RuleView } from "../schema";
import { mayBeCritical } from "../severity";

type Order = { actor: SessionUser; caller: { address: string; agent: string } };

const mostAdded = 20;

const note = (
  tx: Tx,
  { actor, caller }: Order,
  { action, id, detail }: { action: string; id: string; detail: object },
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

type Fault = { field: string; code: "invalid"; message: "parameterInvalid" | "smsForCritical" };
type Set = { parameters: RuleView["parameters"]; channels: readonly AlertChannel[] };

function faultsOf(kind: RuleKind, { parameters, channels }: Set): Fault[] {
  const issues = rules[kind].parameters.safeParse(parameters).error?.issues ?? [];
  const fields = issues.flatMap(issue =>
    issue.code === "unrecognized_keys" ? issue.keys : [issue.path.map(String).join(".")],
  );
  const ofParameters = fields.map(
    field => ({ field: `parameters.${field}`, code: "invalid", message: "parameterInvalid" }) as const,
  );
  if (!channels.includes("sms") || mayBeCritical(kind)) return ofParameters;
  return [...ofParameters, { field: "channels", code: "invalid", message: "smsForCritical" }];
}

/** What a rule is set to; throws `invalid_input` that names every parameter that cannot be, and SMS where nothing is critical. */
function requireSet(kind: RuleKind, set: Set): RuleView["parameters"] {
  const faults = faultsOf(kind, set);
  if (faults.length > 0) throw invalidInput(faults);
  return rules[kind].parameters.parse(set.parameters);
}

/** Changes what is given of a rule. One that is switched off closes its alerts, and tells nobody. */
export async function changeRule(given: string, change: RuleChange, order: Order): Promise<RuleView> {
  const current = await getRule(given);
  const { id, kind } = current;
  const next = { ...current, ...change };
  const set = { channels: next.channels, parameters: { ...current.parameters, ...change.parameters } };
  const parameters = requireSet(kind, set);
  await transaction("system", async tx => {
    await tx.$executeRaw`
      UPDATE alert_rule SET enabled = ${next.enabled}, cooldown_seconds = ${next.cooldownSeconds}, channels = ${next.channels}::text[],
        parameters = ${JSON.stringify(parameters)}::jsonb, streaks = '{}' WHERE id = ${id}`;
    if (!next.enabled) await closeAlerts(tx, id);
    await note(tx, order, { action: "alert_rule.changed", id, detail: change });
  });
  return getRule(id);
}

/**
 * Adds a rule of a kind that is looked for, with its own parameters, cool-down and channels. Throws `invalid_input` for a kind that is raised where it
 * happens, of which there can be only one, and `illegal_transition` when there are twenty.
 */
export async function addRule({ kind, ...given }: NewRule, order: Order): Promise<RuleView> {
  const { find, cooldownSeconds: usual } = rules[kind];
  if (!find) throw invalidInput([{ field: "kind", code: "invalid", message: "choose" }]);
  const { enabled = true, cooldownSeconds = usual, channels = usualChannels(kind) } = given;
  const parameters = requireSet(kind, { channels, parameters: given.parameters ?? {} });
  const id = `${kind}-${randomToken(6)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "0")}`;
  await transaction("system", async tx => {
    // One after the other, so that they are counted.
    await tx.$executeRaw`SELECT id FROM alert_rule WHERE id = 'dead_man' FOR UPDATE`;
    const added = await tx.alertRule.count({ where: { id: { contains: "-" } } });
    if (added >= mostAdded) throw new AppError("illegal_transition", { message: "tooManyRules" });
    await tx.alertRule.create({ data: { id, enabled, cooldownSeconds, channels, parameters } });
    await note(tx, order, {
      action: "alert_rule.added",
      id,
      detail: { enabled, cooldownSeconds, channels, parameters },
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
