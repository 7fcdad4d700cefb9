import { randomBytes } from "node:crypto";
import { decrypt, encrypt, SecretKeyMissing, SecretUnreadable } from "../crypto";
import { Prisma } from "../db";
import { secretColumn } from "../secrets/column";
import type { SecretPlace } from "../secrets/place";

type Column = "secret" | "previous_secret";
const table = "partner_webhook";
const key = Prisma.sql`account_id`;

/** Where the secrets of webhooks are kept. */
export const webhookSecrets: readonly SecretPlace[] = [
  secretColumn({ table: Prisma.sql`partner_webhook`, column: Prisma.sql`secret`, key, isText: true }),
  secretColumn({ table: Prisma.sql`partner_webhook`, column: Prisma.sql`previous_secret`, key, isText: true }),
];

/** A secret that nobody has seen yet, as Standard Webhooks writes them. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/** Closes a secret for the column and row of its account and no other. */
export const closeWebhookSecret = (accountId: string, column: Column, secret: string): string =>
  encrypt(secret, { table, column, row: accountId });

/** Opens a secret. Throws SecretKeyMissing where its master key is not given here, and SecretUnreadable for one that never will. */
export const openWebhookSecret = (accountId: string, column: Column, blob: string): string =>
  decrypt(blob, { table, column, row: accountId });

const shownLength = 10;

/** How a secret begins, to tell it from others by; null for one that does not open now. */
export function hintOfWebhook(accountId: string, column: Column, blob: string): string | null {
  try {
    return openWebhookSecret(accountId, column, blob).slice(0, shownLength);
  } catch (thrown) {
    if (thrown instanceof SecretKeyMissing || thrown instanceof SecretUnreadable) return null;
    throw thrown;
  }
}
