import { randomToken, sha256 } from "./crypto";
import { Prisma, statement, type Tx, transaction } from "./db";
import { AppError } from "./errors";

/** A key that a caller gave to a call: who gave it (`store:7:user:3`, `partner:acct_demo`), and the bytes that tell this call from another. */
export type GivenKey = { scope: string; key: string; call: Buffer };
/** An answer as it is kept: its status and its JSON text. */
export type KeptAnswer = { status: number; text: string };
/** A key that is taken by this call, or the answer that an earlier one was given. */
export type TakenKey = { holder: string; answer?: undefined } | { answer: KeptAnswer };

type Row = { bodyHash: string; status: number | null; answer: string | null };

const lifeSeconds = 24 * 60 * 60;
// Longer than any call of ours may last; only a call whose process died lets it run out.
const heldSeconds = 60;

/**
 * Takes a key for one call, in one atomic statement: of many at once one gets it, and has to end it by `keepAnswer` or `releaseKey`. Within 24 hours
 * the same call gets the kept answer. Throws `request_in_flight` while the first is under way and `idempotency_key_reused` for another call.
 */
export async function takeKey({ scope, key, call }: GivenKey): Promise<TakenKey> {
  const [keyHash, bodyHash, holder] = [sha256(key), sha256(call), randomToken()];
  return transaction("system", async tx => {
    const taken = await tx.$executeRaw`
      INSERT INTO idempotency_key AS k (scope, key_hash, body_hash, holder, held_until, expires_at)
      VALUES (${scope}, ${keyHash}, ${bodyHash}, ${holder}, now() + make_interval(secs => ${heldSeconds}),
        app_now() + make_interval(secs => ${lifeSeconds}))
      ON CONFLICT (scope, key_hash) DO UPDATE SET body_hash = excluded.body_hash, holder = excluded.holder,
        held_until = excluded.held_until, expires_at = excluded.expires_at, status = NULL, answer = NULL
      WHERE k.expires_at <= app_now() OR (k.status IS NULL AND k.held_until < now() AND k.body_hash = excluded.body_hash)`;
    if (taken > 0) return { holder };
    // A conflict locks its row even where nothing is changed, so it stands still until we have read it.
    const [row] = await tx.$queryRaw<Row[]>`
      SELECT body_hash AS "bodyHash", status, answer FROM idempotency_key WHERE scope = ${scope} AND key_hash = ${keyHash}`;
    if (row?.bodyHash !== bodyHash) throw new AppError("idempotency_key_reused");
    if (row.status === null || row.answer === null) throw new AppError("request_in_flight");
    return { answer: { status: row.status, text: row.answer } };
  });
}

/** Keeps the answer of the call that took a key; a call that lost its key meanwhile changes nothing. */
export const keepAnswer = (
  { scope, key }: GivenKey,
  holder: string,
  { status, text }: KeptAnswer,
): Promise<readonly unknown[]> =>
  statement(Prisma.sql`
    UPDATE idempotency_key SET status = ${status}, answer = ${text}
    WHERE scope = ${scope} AND key_hash = ${sha256(key)} AND holder = ${holder} RETURNING scope`);

/** Gives a key back, as if it had never been sent: the same call may then be made again. It needs none of the connections that may be all in use. */
export const releaseKey = ({ scope, key }: GivenKey, holder: string): Promise<readonly unknown[]> =>
  statement(Prisma.sql`
    DELETE FROM idempotency_key WHERE scope = ${scope} AND key_hash = ${sha256(key)} AND holder = ${holder} RETURNING scope`);

/** Forgets keys after their 24 hours. */
export const purgeIdempotencyKeys = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM idempotency_key WHERE expires_at < app_now()`;
