import { type Tx, transaction } from "../db";
import { log } from "../log";
import type { Finding } from "./conditions";
import { type Told, tellAlerts } from "./messages";
import { type Find, rules } from "./rules";
import { kindOf, type RuleKind } from "./schema";

type Claimed = { parameters: unknown; cooldownSeconds: number; channels: string[] };

/** What the rules of domains look for, each with the parameters that its rule declares. */
type DomainFinds = Partial<Record<RuleKind, Find<never>>>;

const everySeconds = 15;

/** Takes a rule whose turn it is, in one statement: of any number of processes one evaluates it, the others pass it by. */
async function claimRule(tx: Tx, id: string): Promise<Claimed | undefined> {
  const rows = await tx.$queryRaw<Claimed[]>`
    UPDATE alert_rule SET evaluated_at = now() WHERE id = (
      SELECT id FROM alert_rule WHERE id = ${id} AND enabled
        AND (evaluated_at IS NULL OR evaluated_at <= now() - make_interval(secs => ${everySeconds})) FOR UPDATE SKIP LOCKED)
    RETURNING parameters, cooldown_seconds AS "cooldownSeconds", channels`;
  return rows[0];
}

const keepOpen = (tx: Tx, id: string, { subject, detail }: Finding) => tx.$executeRaw`
  INSERT INTO alert AS a (rule, subject, detail, opened_at, last_at)
  VALUES (${id}, ${subject}, ${JSON.stringify(detail)}::jsonb, app_now(), app_now())
  ON CONFLICT (rule, subject) WHERE closed_at IS NULL
  DO UPDATE SET last_at = greatest(a.last_at, app_now()), detail = excluded.detail`;

const closeOthers = (tx: Tx, id: string, found: readonly Finding[]) => tx.$queryRaw<Told[]>`
  UPDATE alert SET closed_at = greatest(app_now(), opened_at)
  WHERE rule = ${id} AND closed_at IS NULL AND NOT subject = ANY(${found.map(({ subject }) => subject)})
  RETURNING id, subject, detail, told`;

const closeQuiet = (tx: Tx, id: string, quietMinutes: number) => tx.$queryRaw<Told[]>`
  UPDATE alert SET closed_at = greatest(app_now(), opened_at)
  WHERE rule = ${id} AND closed_at IS NULL AND last_at < app_now() - make_interval(mins => ${quietMinutes}::int)
  RETURNING id, subject, detail, told`;

/** Alerts to tell now: nobody has acknowledged them, and this subject was not told within the cool-down, under whichever alert. */
const claimTelling = (tx: Tx, id: string, cooldownSeconds: number) => tx.$queryRaw<Told[]>`
  UPDATE alert a SET told = told + 1, told_at = app_now()
  WHERE rule = ${id} AND closed_at IS NULL AND acknowledged_at IS NULL AND NOT EXISTS (
    SELECT FROM alert b WHERE b.rule = a.rule AND b.subject = a.subject AND b.told_at > app_now() - make_interval(secs => ${cooldownSeconds}))
  RETURNING id, subject, detail, told`;

/** Opens, closes and tells the alerts of one rule in one transaction: row and message come together or not at all. */
async function evaluateRule(tx: Tx, id: string, kind: RuleKind, ofDomains: DomainFinds): Promise<void> {
  const { find: declared, parameters } = rules[kind];
  const find = (declared === "ofDomain" ? ofDomains[kind] : declared) as Find | undefined;
  // Nobody here knows whether it holds: its turn is another process's.
  if (declared && !find) return;
  const claimed = await claimRule(tx, id);
  if (!claimed) return;
  const set = parameters.parse(claimed.parameters);
  const found = find ? await find(tx, set) : null;
  for (const one of found ?? []) await keepOpen(tx, id, one);
  const isOver = find ? found && (await closeOthers(tx, id, found)) : await closeQuiet(tx, id, set.quietMinutes ?? 0);
  const claim = () => claimTelling(tx, id, claimed.cooldownSeconds);
  await tellAlerts(tx, { rule: kind, channels: claimed.channels, claim, over: isOver ?? [] });
}

/** Evaluates every rule that nobody has evaluated for fifteen seconds, with what domains look for; one that fails holds up none of the others. */
export async function evaluateAlerts(ofDomains: DomainFinds = {}): Promise<void> {
  const due = await transaction(
    "system",
    tx => tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM alert_rule WHERE enabled AND (evaluated_at IS NULL OR evaluated_at <= now() - make_interval(secs => ${everySeconds}))`,
  );
  for (const { id } of due) {
    const kind = kindOf(id);
    if (!kind) continue;
    await transaction("system", tx => evaluateRule(tx, id, kind, ofDomains)).catch(error =>
      log.warn({ err: error, rule: id }, "an alert rule could not be evaluated"),
    );
  }
}

/** Removes alerts that have been over for half a year; returns how many. */
export const purgeAlerts = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM alert WHERE closed_at < app_now() - interval '180 days'`;
