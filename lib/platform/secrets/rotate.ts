import { audit } from "../audit";
import { decrypt, encrypt, masterKeyIds, secretPrefix } from "../crypto";
import { type Tx, transaction } from "../db";
import { sendJob } from "../jobs/queue";
import { log } from "../log";
import { countSecrets, type SecretPlace, type StoredSecret } from "./place";

/** The queue that rotates. */
export const rotateJob = "secrets.rotate";

/** How far a rotation is. `failed`, known at its end, counts secrets that no key opens: they are still as they were. */
export type Rotation = { id: number; keyId: string; total: number; done: number; failed: number; isEnded: boolean };

const batchSize = 100;

/** Starts closing every stored secret with the first master key, or names the rotation that runs. */
export async function startRotation(places: readonly SecretPlace[]): Promise<Rotation> {
  const keyId = masterKeyIds()[0] ?? "";
  const id = await transaction("system", async tx => {
    // A rotation to a key that is not the newest any more would never end, or end with secrets that still need another.
    const stale =
      await tx.$executeRaw`UPDATE key_rotation SET ended_at = now(), beat_at = now() WHERE ended_at IS NULL AND key_id <> ${keyId}`;
    if (stale > 0)
      await audit(tx, { action: "secrets.rotation_replaced", actor: { kind: "system" }, detail: { keyId } });
    const { others: total } = await countSecrets(tx, places, keyId);
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO key_rotation (key_id, total) VALUES (${keyId}, ${total}) ON CONFLICT DO NOTHING RETURNING id`;
    if (!made) return (await tx.keyRotation.findFirstOrThrow({ where: { endedAt: null } })).id;
    await audit(tx, { action: "secrets.rotation_started", actor: { kind: "system" }, detail: { keyId, total } });
    await sendJob(tx, rotateJob, { id: made.id }, { key: String(made.id) });
    return made.id;
  });
  return getRotation(id);
}

/** How far a rotation is now. */
export async function getRotation(id: number): Promise<Rotation> {
  const row = await transaction("system", tx => tx.keyRotation.findUniqueOrThrow({ where: { id } }));
  const { keyId, total, done, failed, endedAt } = row;
  return { id, keyId, total, done, failed, isEnded: endedAt !== null };
}

function closeAnew(place: SecretPlace, { row, blob }: StoredSecret, keyId: string): string | null {
  const context = { table: place.table, column: place.column, row };
  try {
    return encrypt(decrypt(blob, context), context, keyId);
  } catch (error) {
    log.error({ err: error, table: place.table, column: place.column, row }, "a stored secret does not open");
    return null;
  }
}

type Pass = { id: number; keyId: string; signal: AbortSignal };

/** One batch; returns the row to go on after, or null at the end. */
async function rotateBatch(place: SecretPlace, { id, keyId }: Pass, after: string | null): Promise<string | null> {
  return transaction("system", async tx => {
    const found = await place.listOthers(tx, { prefix: secretPrefix(keyId), after, limit: batchSize });
    let done = 0;
    for (const secret of found) {
      const fresh = closeAnew(place, secret, keyId);
      if (fresh !== null) done += await place.swap(tx, secret, fresh);
    }
    await tx.$executeRaw`UPDATE key_rotation SET done = done + ${done}, beat_at = now() WHERE id = ${id}`;
    return found.length < batchSize ? null : (found.at(-1)?.row ?? null);
  });
}

async function rotatePlace(place: SecretPlace, pass: Pass): Promise<void> {
  let after: string | null = null;
  do {
    if (pass.signal.aborted) return;
    after = await rotateBatch(place, pass, after);
  } while (after !== null);
}

async function endRotation({ id, keyId }: Pass, left: number): Promise<void> {
  await transaction("system", async tx => {
    const ended = await tx.$executeRaw`
      UPDATE key_rotation SET ended_at = now(), beat_at = now(), failed = ${left} WHERE id = ${id} AND ended_at IS NULL`;
    if (ended === 0) return;
    await audit(tx, { action: "secrets.rotation_ended", actor: { kind: "system" }, detail: { keyId, left } });
  });
}

/**
 * Closes every secret anew that another key closed, a hundred in a transaction. It may be killed, run twice at once and run again: a secret that was
 * changed meanwhile stays as it was changed, and each is readable at every moment. Resolves early when `signal` is aborted.
 */
export async function rotateSecrets(places: readonly SecretPlace[], id: number, signal: AbortSignal): Promise<void> {
  const { keyId, isEnded } = await getRotation(id);
  if (isEnded) return;
  // An old process may not know the newest key yet; whoever does goes on.
  if (!masterKeyIds().includes(keyId)) return;
  const pass = { id, keyId, signal };
  const count = () => transaction("system", async tx => (await countSecrets(tx, places, keyId)).others);
  // Whoever still writes with an older key writes behind our back: again, until a passage leaves as many as it found.
  let [before, left] = [-1, await count()];
  while (left > 0 && left !== before) {
    for (const place of places) await rotatePlace(place, pass);
    if (signal.aborted) return;
    [before, left] = [left, await count()];
  }
  await endRotation(pass, left);
}

/** Sends the job of a rotation that nobody carries on; returns how many. */
export async function nudgeRotation(tx: Tx): Promise<number> {
  const idle = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM key_rotation WHERE ended_at IS NULL AND beat_at < now() - interval '10 seconds'`;
  for (const { id } of idle) await sendJob(tx, rotateJob, { id }, { key: String(id) });
  return idle.length;
}
