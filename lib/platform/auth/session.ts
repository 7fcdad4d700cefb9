import type { RoleName } from "@/prisma/generated/client";
import { randomToken, sha256 } from "../crypto";
import { Prisma, statement, type Tx } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { type Locale, toLocale } from "../i18n/locales";
import { type SpentRow, spending } from "../rate-limit";
import { spendInRedis } from "../redis/buckets";
import { hasRedis } from "../redis/client";
import { rememberingDevice } from "./device";
import { sessionLimits } from "./limits";
import { lookOfSession } from "./look";

/** Who is signed in, read from the session's row at each request. */
export type SessionUser = {
  id: number;
  sid: string;
  name: string | null;
  phoneNumber: string | null;
  /** The language that they have chosen. */
  locale?: Locale;
  roles: { role: RoleName; storeId: number | null }[];
  /** The store this session works in. */
  storeId: number | null;
  /** The customer this session works in; what its person may do there is the customer's affair. */
  customerId: number | null;
  /** What an admin looks at with somebody else's eyes just now. */
  look?: Look;
};

/** A look at somebody's pages as they see them: whose, why, and until when. */
export type Look = { id: number; reason: string; endsAt: string; person: Omit<SessionUser, "sid" | "look" | "locale"> };

/** With whose eyes a session sees: its own person's, or those of whom it looks at. */
export const eyesOf = (session: SessionUser): SessionUser =>
  session.look ? { ...session.look.person, sid: session.sid, look: session.look } : session;

/** Why a session ended. */
export type EndReason = "signed_out" | "signed_out_everywhere" | "signed_out_by_admin" | "signed_in_again" | "disabled";

type NewSession = {
  userId: number;
  storeId?: number | null;
  customerId?: number | null;
  address?: string;
  agent?: string;
  device?: string;
  /** How long it lives, where that is not as long as everybody's. */
  lifeSeconds?: number;
};

/** Opens a session for a person, whose browser is known by its `device` token from now on; returns the id that its cookie carries. */
export async function openSession(tx: Tx, session: NewSession): Promise<{ sid: string }> {
  const sid = randomToken(24);
  const { userId, storeId = null, customerId = null, address = null, agent = null, device } = session;
  const { lifeSeconds = sessionLimits.lifeSeconds } = session;
  const known =
    device === undefined ? Prisma.empty : Prisma.sql`WITH known AS (${rememberingDevice(userId, device, agent)})`;
  await tx.$executeRaw`
    ${known} INSERT INTO session (id, user_id, store_id, customer_id, created_at, last_seen_at, expires_at, address, agent)
    VALUES (${sid}, ${userId}, ${storeId}, ${customerId}, app_now(), app_now(),
      app_now() + make_interval(secs => ${lifeSeconds}), ${address}, ${agent})`;
  return { sid };
}

/** Ends a session on the server; false when it had ended before. */
export async function endSession(tx: Tx, sid: string, reason: EndReason): Promise<boolean> {
  const ended = await tx.$executeRaw`
    UPDATE session SET ended_at = app_now(), end_reason = ${reason} WHERE id = ${sid} AND ended_at IS NULL`;
  return ended === 1;
}

/** Ends every session of a person that is alive; returns how many. */
export const endSessions = (tx: Tx, userId: number, reason: EndReason): Promise<number> =>
  tx.$executeRaw`
    UPDATE session SET ended_at = app_now(), end_reason = ${reason}
    WHERE user_id = ${userId} AND ended_at IS NULL AND expires_at > app_now()`;

// The table of budgets is no list of sessions.
const callsOf = (sid: string) => ({
  key: `api:session:${sha256(sid).slice(0, 32)}`,
  limit: Math.ceil(sessionLimits.callsPerMinute * env.rateLimitScale),
  windowSeconds: 60,
});

type SessionRow = Omit<SessionUser, "look" | "locale"> & {
  locale: string | null;
  unseen: boolean;
  look: Look | null;
} & Partial<Pick<SpentRow, "spent" | "wait">>;

// Nobody waits for the disk to hear that they were seen, or that they asked.
const unhurried = Prisma.sql`set_config('synchronous_commit', 'off', true)`;

const sessionAlive = (sid: string) => Prisma.sql`
  SELECT u.id, s.id AS sid, u.name, u.phone_number AS "phoneNumber", u.locale, s.store_id AS "storeId", s.customer_id AS "customerId", held.roles, seen.look,
    s.last_seen_at < app_now() - make_interval(secs => ${sessionLimits.seenEverySeconds}) AS unseen
  FROM session s
  JOIN "user" u ON u.id = s.user_id
  CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object('role', r.role, 'storeId', r.store_id) ORDER BY r.id), '[]') AS roles,
      coalesce(bool_or(r.role IN ('admin', 'operator')), false) AS is_staff, coalesce(bool_or(r.role = 'admin'), false) AS is_admin
    FROM user_roles r WHERE r.user_id = u.id
  ) held
  ${lookOfSession}
  WHERE s.id = ${sid} AND s.ended_at IS NULL AND s.expires_at > app_now() AND u.disabled_at IS NULL
    AND (NOT held.is_staff OR s.last_seen_at > app_now() - make_interval(secs => ${sessionLimits.staffIdleSeconds}))`;

// In one statement with the session: only who is signed in has a budget.
const sessionCalling = (sid: string) => Prisma.sql`
  WITH alive AS (${sessionAlive(sid)}), spent AS (${spending([callsOf(sid)], Prisma.sql`EXISTS (SELECT FROM alive)`)})
  SELECT alive.*, spent.spent, spent.wait, ${unhurried} FROM alive CROSS JOIN spent`;

// With Redis a call costs Postgres a read and no write.
async function readCalling(sid: string): Promise<SessionRow | undefined> {
  if (!hasRedis()) return (await statement<SessionRow>(sessionCalling(sid)))[0];
  const [alive] = await statement<SessionRow>(sessionAlive(sid));
  const budgets = [callsOf(sid)];
  const [spent] = alive ? ((await spendInRedis(budgets)) ?? (await statement<SpentRow>(spending(budgets)))) : [];
  return alive && { ...alive, ...spent };
}

/**
 * The person behind a session that is alive now; null when it ended, ran out, or its person was disabled. A call of the API is counted with
 * `isCall`; beyond 300 a minute it throws `rate_limited`.
 */
export async function findSession(sid: string, { isCall = false } = {}): Promise<SessionUser | null> {
  const row = isCall ? await readCalling(sid) : (await statement<SessionRow>(sessionAlive(sid)))[0];
  if (!row) return null;
  const { id, name, phoneNumber, roles, storeId, customerId, look, unseen, spent = 0, wait = 0 } = row;
  const locale = toLocale(row.locale);
  if (spent > callsOf(sid).limit) throw new AppError("rate_limited", { retryAfterSeconds: Math.max(1, wait) });
  if (unseen)
    await statement(Prisma.sql`UPDATE session SET last_seen_at = app_now() WHERE id = ${sid} RETURNING ${unhurried}`);
  const more = { ...(look ? { look } : {}), ...(locale ? { locale } : {}) };
  return { id, sid, name, phoneNumber, roles, storeId, customerId, ...more };
}
