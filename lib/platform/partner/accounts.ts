import { decrypt, encrypt, randomToken, SecretKeyMissing, SecretUnreadable } from "../crypto";
import { Prisma, statement } from "../db";
import { AppError } from "../errors";
import { log } from "../log";
import { secretColumn } from "../secrets/column";
import type { SecretPlace } from "../secrets/place";

type Column = "secret" | "previous_secret";
const table = "partner_account";

/** Where the secrets of partners are kept. */
export const partnerSecrets: readonly SecretPlace[] = [
  secretColumn({ table: Prisma.sql`partner_account`, column: Prisma.sql`secret`, isText: true }),
  secretColumn({ table: Prisma.sql`partner_account`, column: Prisma.sql`previous_secret`, isText: true }),
];

/** A secret that nobody has seen yet; its UTF-8 bytes are the key. */
export const newSecret = (): string => `gws_${randomToken(32)}`;

/** Closes a secret for the column and row of its account and no other. */
export const closeSecret = (id: string, column: Column, secret: string): string =>
  encrypt(secret, { table, column, row: id });

/** Opens an account's secret; null for one that does not open and never will. Throws `unavailable` where its master key is not given. */
export function openSecret(id: string, column: Column, blob: string): string | null {
  try {
    return decrypt(blob, { table, column, row: id });
  } catch (thrown) {
    if (thrown instanceof SecretKeyMissing) throw new AppError("unavailable", { cause: thrown });
    if (!(thrown instanceof SecretUnreadable)) throw thrown;
    log.error({ err: thrown, account: id }, "a partner's secret does not open");
    return null;
  }
}

const shownLength = 8;

/** How a secret begins, to tell it from others by; null for one that does not open now. */
export function hintOf(id: string, column: Column, blob: string): string | null {
  try {
    return openSecret(id, column, blob)?.slice(0, shownLength) ?? null;
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

/** An account that may call now, with the secrets that are good now. */
export type OpenAccount = {
  id: string;
  scopes: string[];
  sandbox: boolean;
  defaultRegion: string | null;
  allowsReplacement: boolean;
  secrets: string[];
};

type Row = Omit<OpenAccount, "secrets"> & { secret: string; previousSecret: string | null };

let nobodys: string | undefined;
/** Opens a secret that is nobody's: to look for who is not there takes as long as to find somebody. */
function openNobodys(): void {
  nobodys ??= closeSecret("nobody", "secret", randomToken());
  openSecret("nobody", "secret", nobodys);
}

/** Finds an account that is not disabled; null where there is none. */
export async function findAccount(id: string): Promise<OpenAccount | null> {
  const [row] = await statement<Row>(Prisma.sql`
    SELECT id, scopes, sandbox, default_region AS "defaultRegion", allows_replacement AS "allowsReplacement", secret,
      CASE WHEN previous_until > app_now() THEN previous_secret END AS "previousSecret"
    FROM partner_account WHERE id = ${id} AND disabled_at IS NULL`);
  if (!row) {
    openNobodys();
    return null;
  }
  const { secret, previousSecret, ...account } = row;
  const previous = previousSecret === null ? null : openSecret(id, "previous_secret", previousSecret);
  const secrets = [openSecret(id, "secret", secret), previous].filter(one => one !== null);
  return { ...account, secrets };
}
