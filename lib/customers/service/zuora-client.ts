import { audit } from "@/lib/platform/audit";
import { encrypt } from "@/lib/platform/crypto";
import { Prisma, type Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { secretColumn } from "@/lib/platform/secrets/column";
import { lastFourOf, openKept } from "@/lib/platform/secrets/kept-key";
import type { ZuoraAccess } from "../client/zuora-access";
import { type BaseUrl, findBaseUrl } from "../client/zuora-hosts";

/** Where the secrets of customers' clients at Zuora are kept. */
export const clientSecrets = secretColumn({
  table: Prisma.sql`zuora_credential`,
  column: Prisma.sql`client_secret`,
});

const contextOf = (row: number) => ({ table: clientSecrets.table, column: clientSecrets.column, row });

/** A customer's client ready for use; `savedAt` tells it from a later one. */
export type OpenedClient = { access: ZuoraAccess; savedAt: Date; isBroken: boolean };

/** What it is opened for: by the worker for a job, by somebody who tests it, or by a test that is due. */
type Use = { purpose: "run"; jobId: number } | { purpose: "test"; userId: number } | { purpose: "due_test" };

/** An address that was allowed when it was saved and is so no longer. */
export class ForeignAddress extends Error {
  constructor(readonly savedAt: Date) {
    super("a stored address is none of Zuora's any more");
  }
}

/** What is tried in the place of what is kept. */
type Typed = { baseUrl?: BaseUrl; clientId?: string };

/**
 * Opens a customer's client for a purpose, which the audit trail keeps; `typed` is tried with the secret that is kept. Throws UnreadableKey for a secret that
 * does not open, ForeignAddress, and `unavailable` where its master key is not given.
 */
export async function openClient(
  tx: Tx,
  customerId: number,
  use: Use,
  { baseUrl: typedUrl, clientId: typedId }: Typed = {},
): Promise<OpenedClient> {
  const kept = await tx.zuoraCredential.findUniqueOrThrow({ where: { customerId } });
  const clientSecret = openKept(kept.clientSecret, contextOf(kept.id), kept.savedAt);
  const baseUrl = typedUrl ?? findBaseUrl(kept.baseUrl);
  if (!baseUrl) throw new ForeignAddress(kept.savedAt);
  await audit(tx, {
    action: "customer.key_used",
    actor: "userId" in use ? { kind: "user", id: use.userId } : { kind: "system" },
    subject: { kind: "customer", id: customerId },
    detail: use.purpose === "run" ? use : { purpose: use.purpose },
  });
  const { savedAt, brokenAt } = kept;
  return {
    access: { baseUrl, clientId: typedId ?? kept.clientId, clientSecret },
    savedAt,
    isBroken: brokenAt !== null,
  };
}

/** Encrypts a secret for its row. That it fails is our fault: whoever wants to save it is told that nothing was, and the log tells why. */
function close(clientSecret: string, row: number): string {
  try {
    return encrypt(clientSecret, contextOf(row));
  } catch (cause) {
    log.error({ err: cause, table: clientSecrets.table, row }, "a secret could not be encrypted, and was not kept");
    throw new AppError("unavailable", { message: "notEncrypted", cause });
  }
}

/** What is kept of a client; without a secret the one that is there stays. */
export type KeptClient = { baseUrl: BaseUrl; clientId: string; clientSecret?: string };

// What is encrypted is bound to its row, so the row's number comes first.
async function chooseRow(tx: Tx, customerId: number): Promise<number> {
  const kept = await tx.zuoraCredential.findUnique({ where: { customerId }, select: { id: true } });
  if (kept) return kept.id;
  const [next] = await tx.$queryRaw<{ id: number }[]>`
    SELECT nextval(pg_get_serial_sequence('zuora_credential', 'id'))::int AS id`;
  if (!next) throw new Error("no number for a client");
  return next.id;
}

/**
 * Keeps a customer's client, its secret encrypted for its row and no other. Whether they work is not known before they are tested: what was found broken
 * stays so until they do, so that nobody is told of a recovery that is none. Throws `unavailable` for a secret that cannot be encrypted.
 */
export async function keepClient(tx: Tx, customerId: number, { baseUrl, clientId, clientSecret }: KeptClient) {
  const row = await chooseRow(tx, customerId);
  if (clientSecret === undefined)
    await tx.$executeRaw`
      UPDATE zuora_credential SET base_url = ${baseUrl}, client_id = ${clientId}, tested_at = NULL, test = NULL,
        saved_at = greatest(app_now(), saved_at + interval '1 millisecond') WHERE id = ${row}`;
  else
    await tx.$executeRaw`
      INSERT INTO zuora_credential (id, customer_id, base_url, client_id, client_secret, last_four, saved_at)
      VALUES (${row}, ${customerId}, ${baseUrl}, ${clientId}, ${close(clientSecret, row)}, ${lastFourOf(clientSecret)}, app_now())
      ON CONFLICT (id) DO UPDATE SET base_url = excluded.base_url, client_id = excluded.client_id, client_secret = excluded.client_secret,
        last_four = excluded.last_four, tested_at = NULL, test = NULL,
        saved_at = greatest(excluded.saved_at, zuora_credential.saved_at + interval '1 millisecond')`;
}
