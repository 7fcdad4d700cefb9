import { Prisma, statement, type Tx } from "../db";
import type { Holding, LockStore } from "./lock-store";

type Row = Holding & { token: string };

/**
 * Locks as rows of `named_lock`. One that is held is written back as it is, because only then does its statement return it. Single statements have connections
 * of their own, so a lease is renewed also while transactions use up all others.
 */
export const inPostgres: LockStore = {
  async take({ key, token, holder, ttlSeconds }) {
    const taking = statement<Row>(Prisma.sql`
      INSERT INTO named_lock AS l (key, holder, token, taken_at, until)
      VALUES (${key}, ${holder}, ${token}, now(), now() + make_interval(secs => ${ttlSeconds}))
      ON CONFLICT (key) DO UPDATE SET
        holder = CASE WHEN l.until <= now() THEN excluded.holder ELSE l.holder END,
        token = CASE WHEN l.until <= now() THEN excluded.token ELSE l.token END,
        taken_at = CASE WHEN l.until <= now() THEN excluded.taken_at ELSE l.taken_at END,
        until = CASE WHEN l.until <= now() THEN excluded.until ELSE l.until END
      RETURNING token, holder, taken_at AS since, ceil(extract(epoch FROM until - now()))::int AS "freeInSeconds"`);
    const [row] = await taking.catch((error: unknown) => {
      // Without an answer it may be held for nobody; where this fails too it is free after its lease.
      inPostgres.release({ key, token }).catch(() => undefined);
      throw error;
    });
    if (!row) throw new Error("taking a lock returned nothing");
    return row.token === token ? null : { holder: row.holder, since: row.since, freeInSeconds: row.freeInSeconds };
  },

  async renew({ key, token, ttlSeconds }) {
    const rows = await statement(Prisma.sql`
      UPDATE named_lock SET until = now() + make_interval(secs => ${ttlSeconds})
      WHERE key = ${key} AND token = ${token} AND until > now() RETURNING key`);
    return rows.length > 0;
  },

  async isHeld(key) {
    const rows = await statement(Prisma.sql`SELECT key FROM named_lock WHERE key = ${key} AND until > now()`);
    return rows.length > 0;
  },

  async release({ key, token }) {
    await statement(Prisma.sql`DELETE FROM named_lock WHERE key = ${key} AND token = ${token} RETURNING key`);
  },
};

/** Forgets locks whose holder died and that nobody wanted since; returns how many. */
export const purgeLocks = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM named_lock WHERE until < now() - interval '1 day'`;
