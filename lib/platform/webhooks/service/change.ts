import { SecretKeyMissing, SecretUnreadable } from "../../crypto";
import { type Tx, transaction } from "../../db";
import { AppError } from "../../errors";
import { giveUpPending } from "../claim";
import { findWebhookIn } from "../queries";
import type { RemovedWebhook, SavedWebhook } from "../schema";
import { closeWebhookSecret, newWebhookSecret, openWebhookSecret } from "../secrets";
import type { NewWebhook } from "./address";
import { holdAccount, holdWebhook } from "./lock";
import { type By, noteWebhook } from "./note";

const overlapHours = 24;

async function savedAs(tx: Tx, accountId: string, secret: string | null): Promise<SavedWebhook> {
  const view = await findWebhookIn(tx, accountId, true);
  if (!view) throw new AppError("not_found");
  return { ...view, secret };
}

// The path of an address may be a secret of the partner's: the trail holds its host.
const detailOf = ({ url, events }: NewWebhook) => ({ host: new URL(url).host, events });

/**
 * Gives an account a webhook, whose secret is in this answer and nowhere else; or changes address and events of the one it has, which keeps its secret and
 * is on afterwards. Throws `not_found`, and `illegal_transition` for a closed account.
 */
export const saveWebhook = (by: By, accountId: string, input: NewWebhook): Promise<SavedWebhook> =>
  transaction("system", async tx => {
    const { url, events } = input;
    const held = await holdAccount(tx, accountId);
    const secret = held ? null : newWebhookSecret();
    if (secret === null)
      await tx.$executeRaw`
        UPDATE partner_webhook SET url = ${url}, events = ${events}, changed_at = app_now(), disabled_at = NULL WHERE account_id = ${accountId}`;
    else
      await tx.$executeRaw`
        INSERT INTO partner_webhook (account_id, url, events, secret, created_at, changed_at)
        VALUES (${accountId}, ${url}, ${events}, ${closeWebhookSecret(accountId, "secret", secret)}, app_now(), app_now())`;
    const saved = await savedAs(tx, accountId, secret);
    await noteWebhook(tx, by, secret === null ? "changed" : "created", accountId, detailOf(input));
    return saved;
  });

/** Opens the present secret, to be kept beside the new one; null for one that never opens again. Throws `unavailable` where its master key is not given. */
function openPresent(accountId: string, blob: string): string | null {
  try {
    return openWebhookSecret(accountId, "secret", blob);
  } catch (thrown) {
    if (thrown instanceof SecretKeyMissing) throw new AppError("unavailable", { cause: thrown });
    if (thrown instanceof SecretUnreadable) return null;
    throw thrown;
  }
}

/**
 * Gives a webhook a new secret, shown once; the one before signs along for a day. Throws `not_found`, and `illegal_transition` for a closed account and while
 * an earlier secret still signs, which the partner may yet verify with.
 */
export const rotateWebhook = (by: By, accountId: string): Promise<SavedWebhook> =>
  transaction("system", async tx => {
    const held = await holdWebhook(tx, accountId);
    if (held.isChanging) throw new AppError("illegal_transition", { message: "webhookChanging" });
    const old = openPresent(accountId, held.secret);
    const secret = newWebhookSecret();
    const kept = old === null ? null : closeWebhookSecret(accountId, "previous_secret", old);
    await tx.$executeRaw`
      UPDATE partner_webhook SET secret = ${closeWebhookSecret(accountId, "secret", secret)}, changed_at = app_now(), previous_secret = ${kept},
        previous_until = CASE WHEN ${kept}::text IS NOT NULL THEN app_now() + make_interval(hours => ${overlapHours}::int) END
      WHERE account_id = ${accountId}`;
    const saved = await savedAs(tx, accountId, secret);
    await noteWebhook(tx, by, "rotated", accountId, { overlapHours });
    return saved;
  });

/** Takes a webhook away with its secrets, and gives up what still waits to be sent; the log stays. Throws `not_found`, and `illegal_transition` for a closed account. */
export const removeWebhook = (by: By, accountId: string): Promise<RemovedWebhook> =>
  transaction("system", async tx => {
    await holdWebhook(tx, accountId);
    await tx.$executeRaw`DELETE FROM partner_webhook WHERE account_id = ${accountId}`;
    const givenUp = await giveUpPending(tx, accountId);
    await noteWebhook(tx, by, "removed", accountId, { givenUp });
    return { accountId, removed: true };
  });
