import { type Tx, transaction } from "../db";
import { log } from "../log";
import type { Finding } from "./conditions";
import type { Told } from "./messages";
import { type Find, rules } from "./rules";
import { type AnyRule, kindOf, probeRule } from "./schema";
import { mayBeCritical, severityOf } from "./severity";
import { tellAlerts } from "./tell";

/** In how many evaluations in a row a rule has found a subject that has no alert yet. */
type Streaks = Record<string, number>;

type Claimed = { parameters: unknown; cooldownSeconds: number; channels: string[]; streaks: Streaks };

/** What the rules of domains look for, each with the parameters that its rule declares. */
type DomainFinds = Partial<Record<AnyRule, Find<never>>>;

const everySeconds = 15;

/** Takes a rule whose turn it is, in one statement: of any number of processes one evaluates it, the others pass it by. */
async function claimRule(tx: Tx, id: string): Promise<Claimed | undefined> {
  const rows = await tx.$queryRaw<Claimed[]>`
    UPDATE alert_rule SET evaluated_at = now() WHERE id = (
      SELECT id FROM alert_rule WHERE id = ${id} AND enabled
        AND (evaluated_at IS NULL OR evaluated_at <= now() - make_interval(secs => ${everySeconds})) FOR UPDATE SKIP LOCKED)
    RETURNING parameters, cooldown_seconds AS "cooldownSeconds", channels, streaks`;
  return rows[0];
}

const keepOpen = (tx: Tx, id: string, { subject, detail }: Finding) => tx.$executeRaw`
  INSERT INTO alert AS a (rule, subject, detail, opened_at, last_at)
  VALUES (${id}, ${subject}, ${JSON.stringify(detail)}::jsonb, app_now(), app_now())
  ON CONFLICT (rule, subject) WHERE closed_at IS NULL
  DO UPDATE SET last_at = greatest(a.last_at, app_now()), detail = excluded.detail, missed = 0`;

/** Which of these have an alert that goes on. */
async function findOpen(tx: Tx, id: string, found: readonly Finding[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ subject: string }[]>`
    SELECT subject FROM alert WHERE rule = ${id} AND closed_at IS NULL AND subject = ANY(${found.map(({ subject }) => subject)})`;
  return new Set(rows.map(({ subject }) => subject));
}

/** Counts on whom a rule finds and has no alert about; whom it does not find any more begins anew. */
async function keepStreaks(tx: Tx, id: string, { before, now }: { before: Streaks; now: Streaks }): Promise<void> {
  const [told, known] = [JSON.stringify(now), JSON.stringify(before)];
  if (told !== known) await tx.$executeRaw`UPDATE alert_rule SET streaks = ${told}::jsonb WHERE id = ${id}`;
}

/** Opens an alert about whom a rule has found in so many evaluations in a row, and keeps those open that are. */
async function openFound(tx: Tx, id: string, { found, periods, streaks }: Found): Promise<void> {
  const open = await findOpen(tx, id, found);
  const counted = found.map(one => ({ one, held: (streaks[one.subject] ?? 0) + 1 }));
  const isDue = ({ one: { subject }, held }: (typeof counted)[number]) => held >= periods || open.has(subject);
  for (const { one } of counted.filter(isDue)) await keepOpen(tx, id, one);
  const waiting = counted.filter(each => !isDue(each)).map(({ one, held }) => [one.subject, held]);
  await keepStreaks(tx, id, { before: streaks, now: Object.fromEntries(waiting) });
}

type Found = { found: readonly Finding[]; periods: number; streaks: Streaks };

/** Ends the alerts about whom a rule has not found in so many evaluations in a row; answers those. */
async function closeOthers(tx: Tx, id: string, { found, periods }: Found): Promise<Told[]> {
  const missed = await tx.$queryRaw<(Told & { isOver: boolean })[]>`
    UPDATE alert SET missed = missed + 1, closed_at = CASE WHEN missed + 1 >= ${periods}::int THEN greatest(app_now(), opened_at) END
    WHERE rule = ${id} AND closed_at IS NULL AND NOT subject = ANY(${found.map(({ subject }) => subject)})
    RETURNING id, subject, detail, told, closed_at IS NOT NULL AS "isOver"`;
  return missed.filter(({ isOver }) => isOver);
}

const closeQuiet = (tx: Tx, id: string, quietMinutes: number) => tx.$queryRaw<Told[]>`
  UPDATE alert SET closed_at = greatest(app_now(), opened_at)
  WHERE rule = ${id} AND closed_at IS NULL AND last_at < app_now() - make_interval(mins => ${quietMinutes}::int)
  RETURNING id, subject, detail, told`;

/** Which alerts of a rule that go on are critical by now. */
async function findCritical(tx: Tx, id: string, kind: AnyRule): Promise<number[]> {
  if (!mayBeCritical(kind)) return [];
  const going = await tx.$queryRaw<Told[]>`SELECT id, detail FROM alert WHERE rule = ${id} AND closed_at IS NULL`;
  return going.filter(({ detail }) => severityOf(kind, detail) === "critical").map(one => one.id);
}

/**
 * Alerts to tell now: they were found just now, nobody has acknowledged them, and this subject was not told within the cool-down, under whichever alert. One
 * that has become critical is told within it too, once.
 */
async function claimTelling(tx: Tx, id: string, kind: AnyRule, cooldownSeconds: number): Promise<Told[]> {
  const critical = await findCritical(tx, id, kind);
  return tx.$queryRaw<Told[]>`
    UPDATE alert a SET told = told + 1, told_at = app_now(), told_critical = told_critical OR id = ANY(${critical}::int[])
    WHERE rule = ${id} AND closed_at IS NULL AND missed = 0 AND acknowledged_at IS NULL AND NOT EXISTS (
      SELECT FROM alert b WHERE b.rule = a.rule AND b.subject = a.subject AND b.told_at > app_now() - make_interval(secs => ${cooldownSeconds})
        AND (b.told_critical OR NOT a.id = ANY(${critical}::int[])))
    RETURNING id, subject, detail, told`;
}

/** Opens, closes and tells the alerts of one rule in one transaction: row and message come together or not at all. */
async function evaluateRule(tx: Tx, id: string, kind: AnyRule, ofDomains: DomainFinds): Promise<void> {
  const { find: declared, parameters } = rules[kind];
  const find = (declared === "ofDomain" ? ofDomains[kind] : declared) as Find | undefined;
  // Nobody here knows whether it holds: its turn is another process's.
  if (declared && !find) return;
  const claimed = await claimRule(tx, id);
  if (!claimed) return;
  const set = parameters.parse(claimed.parameters);
  const over = find
    ? await settleFound(tx, id, { set, claimed, find })
    : await closeQuiet(tx, id, set.quietMinutes ?? 0);
  const claim = () => claimTelling(tx, id, kind, claimed.cooldownSeconds);
  await tellAlerts(tx, { rule: kind, channels: claimed.channels, claim, over });
}

type Asked = { set: Record<string, number>; claimed: Claimed; find: Find };

/** Opens and ends alerts by what a rule finds; answers those that are over. */
async function settleFound(tx: Tx, id: string, { set, claimed: { streaks }, find }: Asked): Promise<Told[]> {
  const found = await find(tx, set);
  if (!found) return [];
  const told = { found, periods: set.periods ?? 1, streaks };
  await openFound(tx, id, told);
  return closeOthers(tx, id, told);
}

/** Evaluates every rule that nobody has evaluated for fifteen seconds, with what domains look for; one that fails holds up none of the others. */
export async function evaluateAlerts(ofDomains: DomainFinds = {}): Promise<void> {
  const due = await transaction(
    "system",
    tx => tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM alert_rule WHERE enabled AND (evaluated_at IS NULL OR evaluated_at <= now() - make_interval(secs => ${everySeconds}))`,
  );
  for (const { id } of due) {
    const kind = id === probeRule ? probeRule : kindOf(id);
    if (!kind) continue;
    await transaction("system", tx => evaluateRule(tx, id, kind, ofDomains)).catch(error =>
      log.warn({ err: error, rule: id }, "an alert rule could not be evaluated"),
    );
  }
}

/** Removes alerts that have been over for half a year; returns how many. */
export const purgeAlerts = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM alert WHERE closed_at < app_now() - interval '180 days'`;
