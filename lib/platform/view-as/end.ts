import { type AuditFact, audit } from "../audit";
import { Prisma, type Tx } from "../db";

/** A look that was just ended, and why. */
export type Ended = {
  id: number;
  adminId: number;
  personId: number;
  because: string;
  cameFrom: string;
  pages: string[];
};

// What ends a look by itself, the first that holds.
const because = Prisma.sql`
  CASE
    WHEN v.ends_at <= app_now() THEN 'expired'
    WHEN p.disabled_at IS NOT NULL OR EXISTS (SELECT FROM user_roles r WHERE r.user_id = p.id AND r.role IN ('admin', 'operator')) THEN 'person_closed'
    WHEN NOT EXISTS (
      SELECT FROM session s JOIN "user" a ON a.id = s.user_id AND a.disabled_at IS NULL
      WHERE s.id = v.session_id AND s.ended_at IS NULL AND s.expires_at > app_now()
        AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = a.id AND r.role = 'admin')) THEN 'admin_left'
  END`;

type Ending = {
  /** Why those end that are not over by themselves. */
  otherwise?: "asked" | "person_closed";
  /** Leaves those for later that somebody else works on just now. */
  skipsLocked?: boolean;
};

// A look that began while this transaction waited ends when it began.
const close = (
  tx: Tx,
  which: Prisma.Sql,
  { otherwise = "asked", skipsLocked = false }: Ending = {},
): Promise<Ended[]> => tx.$queryRaw<Ended[]>`
    WITH found AS (
      SELECT v.id, coalesce(${because}, ${otherwise}::text) AS because FROM view_as v JOIN "user" p ON p.id = v.person_id
      WHERE v.ended_at IS NULL AND ${which} ORDER BY v.id LIMIT 100
      FOR NO KEY UPDATE OF v ${skipsLocked ? Prisma.sql`SKIP LOCKED` : Prisma.empty})
    UPDATE view_as v SET ended_at = greatest(v.began_at, least(app_now(), v.ends_at)), ended_because = found.because, session_id = NULL FROM found WHERE v.id = found.id
    RETURNING v.id, v.admin_id AS "adminId", v.person_id AS "personId", v.ended_because AS because, v.came_from AS "cameFrom", v.looked_at AS pages`;

const factOf = ({ id, adminId, personId, because: why, pages }: Ended, told: object = { pages }): AuditFact => ({
  action: "people.view_ended",
  actor: why === "asked" ? { kind: "user", id: adminId } : { kind: "system" },
  subject: { kind: "user", id: personId },
  detail: { view: id, admin: adminId, because: why, ...told },
});

/**
 * Ends those of some open looks, and says so in the audit trail with every address that was looked at. What is over by itself already is told so; the
 * rest was asked for. Waits for whoever works on one of them.
 */
export async function endLook(tx: Tx, which: Prisma.Sql, ending?: Ending): Promise<Ended[]> {
  const ended = await close(tx, which, ending);
  await audit(tx, ...ended.map(one => factOf(one)));
  return ended;
}

/** Ends the looks at somebody who is being erased; returns what the trail is to be told of them, with how many addresses and not which: those name shops. */
export async function endLooksAtErased(tx: Tx, personId: number): Promise<AuditFact[]> {
  const ended = await close(tx, Prisma.sql`v.person_id = ${personId}`, { otherwise: "person_closed" });
  return ended.map(one => factOf(one, { pageCount: one.pages.length }));
}

/** Ends the looks whose time has run out, or whose admin or person has left; returns how many. */
export const endLooksThatAreOver = async (tx: Tx): Promise<number> =>
  (await endLook(tx, Prisma.sql`(${because}) IS NOT NULL`, { skipsLocked: true })).length;

/** Looks go half a year after their end; the audit trail keeps that they were. Returns how many. */
export const purgeLooks = (tx: Tx): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM view_as WHERE id IN (
      SELECT id FROM view_as WHERE began_at < app_now() - interval '180 days' AND ended_at IS NOT NULL ORDER BY began_at LIMIT 1000)`;
