import { audit } from "../audit";
import type { SessionUser } from "../auth/session";
import { randomToken } from "../crypto";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { log } from "../log";
import { asChore } from "../measures/watch";
import { deliver } from "../notifications/delivery";
import { spend } from "../rate-limit";
import { evaluateAlerts } from "./evaluate";
import { getAlert, getRule } from "./queries";
import type { AlertView, RuleTest } from "./schema";
import { findArrival, writeTestAlert } from "./service/test-alert";
import { alertKeyPrefix } from "./tell";

type Order = { actor: SessionUser; caller: { address: string; agent: string } };

/** Says that somebody looks after an alert: no more reminders. Twice is the same; throws `illegal_transition` when it is over. */
export async function acknowledgeAlert(id: number, { actor, caller }: Order): Promise<AlertView> {
  await transaction("system", async tx => {
    const [alert] = await tx.$queryRaw<{ rule: string; closedAt: Date | null; acknowledgedAt: Date | null }[]>`
      SELECT rule, closed_at AS "closedAt", acknowledged_at AS "acknowledgedAt" FROM alert WHERE id = ${id} FOR UPDATE`;
    if (!alert) throw new AppError("not_found");
    if (alert.closedAt) throw new AppError("illegal_transition", { message: "alertOver" });
    if (alert.acknowledgedAt) return;
    await tx.$executeRaw`UPDATE alert SET acknowledged_at = app_now(), acknowledged_by_id = ${actor.id} WHERE id = ${id}`;
    await audit(tx, {
      action: "alert.acknowledged",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "alert", id },
      detail: { rule: alert.rule },
      ...caller,
    });
  });
  return getAlert(actor, id);
}

const testsPerHour = 10;

const tested = "alert_rule.tested";
const topicOf = (id: string, test: string) => `alert-test:${id}:${test}`;

/** Writes by every channel of this rule that leads out of here, and by mail, whether it is on or not; no alert comes of it. Throws `not_found` or `rate_limited`. */
export async function testRule(given: string, { actor, caller }: Order): Promise<RuleTest> {
  const { id, kind, channels } = await getRule(given);
  const test = randomToken(9);
  await transaction("system", async tx => {
    const limit = testsPerHour * env.rateLimitScale;
    const spent = await spend(tx, [{ key: "alert-tests", limit, windowSeconds: 3600 }]);
    if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
    const sent = await writeTestAlert(tx, { kind, channels, topic: topicOf(id, test) });
    const subject = { kind: "alert_rule", id };
    await audit(tx, {
      action: tested,
      actor: { kind: "user", id: actor.id },
      subject,
      detail: { sent, test },
      ...caller,
    });
  });
  return getTest(id);
}

type Noted = { at: Date; test: string };

/** The last test of a rule, and how far each of its messages has come. Throws `not_found`. */
export async function getTest(given: string): Promise<RuleTest> {
  const { id } = await getRule(given);
  return transaction("system", async tx => {
    const [last] = await tx.$queryRaw<Noted[]>`
      SELECT at, detail->>'test' AS test FROM audit_entry
      WHERE subject_kind = 'alert_rule' AND subject_id = ${id} AND action = ${tested} AND detail ? 'test' ORDER BY id DESC LIMIT 1`;
    if (!last) return { sent: 0, at: null, messages: [] };
    const messages = await findArrival(tx, topicOf(id, last.test));
    return { sent: messages.length, at: last.at.toISOString(), messages };
  });
}

const listUndelivered = (tx: Tx) => tx.$queryRaw<{ id: string }[]>`
  SELECT id FROM outbox_message WHERE state = 'pending' AND next_attempt_at <= app_now() AND starts_with(dedupe_key, ${alertKeyPrefix})
    AND EXISTS (SELECT FROM alert WHERE split_part(rule, '-', 1) = 'dead_man' AND closed_at IS NULL) ORDER BY next_attempt_at LIMIT 20`;

const restMs = 5000;
let lookedAtMs = -Infinity;

/**
 * What a web process does for a worker that may be dead, after an answer that it has given anyway: it evaluates the alerts when nobody else has, and while
 * nobody works delivers their messages itself. Never throws; looks at most every five seconds.
 */
export async function standIn(): Promise<void> {
  if (performance.now() - lookedAtMs < restMs) return;
  lookedAtMs = performance.now();
  try {
    await asChore(evaluateAlerts);
    for (const { id } of await transaction("system", listUndelivered)) await deliver(id);
  } catch (error) {
    log.warn({ err: error }, "nobody could look after the alerts");
  }
}
