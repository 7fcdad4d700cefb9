import { SecretUnreadable } from "../crypto";
import { Prisma, type Tx, transaction } from "../db";
import { log } from "../log";
import { leaseSeconds } from "./retry";
import { openWebhookSecret } from "./secrets";

/** A message that is ours to send until its lease ends. `ageSeconds` counts from its first try, or the first one after it was sent again by hand. */
export type Claimed = {
  id: string;
  accountId: string;
  event: string;
  payload: { type: string; timestamp: string; data: Record<string, unknown> };
  attempts: number;
  at: Date;
  /** When the lease ends; it is ours as long as the row says so. */
  lease: Date;
  replayedAt: Date | null;
  ageSeconds: number;
  isByHand: boolean;
};

/** Where it goes, with the secrets that are good now, closed. */
export type Destination = { url: string; secret: string; previousSecret: string | null };

/** Nobody sends it just now. By the database's clock: the product's may be moved while an attempt runs. */
export const isUnleased = Prisma.sql`(leased_until IS NULL OR leased_until <= now())`;

// One statement, so that of two workers one gets the message.
const take = (tx: Tx, id: string) => tx.$queryRaw<Claimed[]>`
  UPDATE webhook_message SET attempts = attempts + 1, leased_until = now() + make_interval(secs => ${leaseSeconds}),
    tried_since = coalesce(tried_since, app_now())
  WHERE id = ${id} AND state = 'pending' AND next_attempt_at <= app_now() AND ${isUnleased}
  RETURNING id, account_id AS "accountId", event, payload, attempts, app_now() AS at, leased_until AS lease, replayed_at AS "replayedAt",
    replayed_at IS NOT NULL AND attempts = 1 AS "isByHand", extract(epoch FROM app_now() - tried_since)::int AS "ageSeconds"`;

async function findDestination(tx: Tx, accountId: string): Promise<Destination | null> {
  const [row] = await tx.$queryRaw<Destination[]>`
    SELECT w.url, w.secret, CASE WHEN w.previous_until > app_now() THEN w.previous_secret END AS "previousSecret"
    FROM partner_webhook w JOIN partner_account a ON a.id = w.account_id
    WHERE w.account_id = ${accountId} AND w.disabled_at IS NULL AND a.disabled_at IS NULL`;
  return row ?? null;
}

/** Gives up what waits for an address that is told nothing any more; all of an account's, or one message. Returns how many. */
export const giveUpPending = (tx: Tx, accountId: string, id: string | null = null): Promise<number> =>
  tx.$executeRaw`
    UPDATE webhook_message SET state = 'failed', ended_at = app_now(), next_attempt_at = NULL, leased_until = NULL
    WHERE account_id = ${accountId} AND state = 'pending' AND id = coalesce(${id}, id)`;

/** Takes a message that is due and not being sent by somebody else; null where there is none, and for one whose webhook is gone or off, which is given up. */
export const claim = (id: string): Promise<(Claimed & { to: Destination }) | null> =>
  transaction("system", async tx => {
    const [taken] = await take(tx, id);
    if (!taken) return null;
    const to = await findDestination(tx, taken.accountId);
    if (!to) await giveUpPending(tx, taken.accountId, id);
    return to && { ...taken, to };
  });

/** The one before signs along where it opens: a partner has the present one as well. */
function openPrevious(accountId: string, blob: string): string[] {
  try {
    return [openWebhookSecret(accountId, "previous_secret", blob)];
  } catch (thrown) {
    if (!(thrown instanceof SecretUnreadable)) throw thrown;
    log.error({ err: thrown, account: accountId }, "a webhook's previous secret does not open");
    return [];
  }
}

/** The secrets of a destination, the present one first. Throws SecretKeyMissing, and SecretUnreadable for the present one. */
export function openSecrets(accountId: string, { secret, previousSecret }: Destination): string[] {
  const present = openWebhookSecret(accountId, "secret", secret);
  return previousSecret === null ? [present] : [present, ...openPrevious(accountId, previousSecret)];
}
