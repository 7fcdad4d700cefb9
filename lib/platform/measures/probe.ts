import type { Finding } from "../alerts/conditions";
import { probeRule } from "../alerts/schema";
import type { Tx } from "../db";
import { env } from "../env";

/** Where the alerts on made-up failures go: to an address that nobody need read. */
export const probeRecipient = (): string => env.alertProbeTo ?? /<([^<>]+)>$/.exec(env.mailFrom)?.[1] ?? env.mailFrom;

/** Who reads them, in the key of their message: nobody of ours. */
export const probeReader = 0;

// After so long it counts as lost, and its alert is over.
const lostAfter = "10 minutes";

/** Makes up a failure, one an hour however many processes ask; returns how many it made. With ALERT_PROBE=off none. */
export async function injectProbe(tx: Tx, isOn = env.probesAlerts): Promise<number> {
  if (!isOn) return 0;
  return tx.$executeRaw`
    INSERT INTO alert_probe (hour, injected_at)
    SELECT date_trunc('hour', app_now()), app_now()
    WHERE NOT EXISTS (SELECT FROM alert_probe WHERE hour >= date_trunc('hour', app_now()))
    ON CONFLICT (hour) DO NOTHING`;
}

/** The made-up failures whose alert has not arrived yet. */
export const findProbes = (tx: Tx): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    SELECT 'probe ' || id AS subject, '{}'::jsonb AS detail FROM alert_probe
    WHERE arrived_at IS NULL AND injected_at > app_now() - ${lostAfter}::interval ORDER BY id`;

/** Writes down which alerts on made-up failures the mail server has taken since; returns how many. */
export const settleProbes = (tx: Tx): Promise<number> =>
  tx.$executeRaw`
    UPDATE alert_probe p SET arrived_at = greatest(p.injected_at, sent.at)
    FROM (
      SELECT open.id, min(m.sent_at) AS at
      FROM alert_probe open
      JOIN alert a ON a.rule = ${probeRule} AND a.subject = 'probe ' || open.id
      JOIN outbox_message m ON m.dedupe_key = 'alert:' || a.id || ':1:' || ${probeReader}::text AND m.state = 'sent'
      WHERE open.arrived_at IS NULL AND open.injected_at > app_now() - interval '1 day' GROUP BY open.id
    ) sent
    WHERE p.id = sent.id`;
