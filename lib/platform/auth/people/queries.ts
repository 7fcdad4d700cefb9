import { Prisma, type Tx, transaction } from "../../db";
import { env } from "../../env";
import { AppError } from "../../errors";
import { parseEmail } from "../identifier";
import { parsePhone } from "../phone";
import { isAdmin } from "../policy";
import type { SessionUser } from "../session";
import type { PeoplePage, PeopleSearch, PersonDetail, SignInState } from "./schema";
import { readSignInStates } from "./sign-in-state";
import { type PersonRow, toPersonView } from "./view";

type Viewer = Pick<SessionUser, "roles">;

// "+352…" loses its plus in an unescaped query, and people type numbers as they would at home.
/** A number that somebody looks for, however it is spelled; null when it is none. */
export const readPhone = (text: string) =>
  parsePhone(text) ?? parsePhone(`+${text}`) ?? parsePhone(text, env.otpCountries[0]);
const likePrefix = (text: string) => `${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;

/** What a search means. An operator finds nobody by name: letter by letter the search would spell out what is masked. */
function toCondition(q: string | undefined, viewer: Viewer): Prisma.Sql {
  if (!q) return Prisma.sql`true`;
  const email = parseEmail(q);
  if (email) return Prisma.sql`lower(u.email) = ${email}`;
  const phone = readPhone(q);
  if (phone) return Prisma.sql`u.phone_number = ${phone.e164}`;
  return isAdmin(viewer) ? Prisma.sql`lower(u.name) LIKE ${likePrefix(q)}` : Prisma.sql`false`;
}

const readPeople = (tx: Tx, where: Prisma.Sql, limit: number) =>
  tx.$queryRaw<PersonRow[]>`
    SELECT u.id, u.name, u.phone_number AS "phoneNumber", u.email, u.email_confirmed AS "emailConfirmed",
      u.created_at AS "createdAt", u.disabled_at AS "disabledAt", seen.*, held.roles,
      (SELECT count(*)::int FROM device d WHERE d.user_id = u.id AND d.revoked_at IS NULL AND d.expires_at > app_now()) AS devices
    FROM "user" u
    CROSS JOIN LATERAL (
      SELECT max(s.last_seen_at) AS "lastSeenAt",
        (count(*) FILTER (WHERE s.ended_at IS NULL AND s.expires_at > app_now()))::int AS sessions
      FROM session s WHERE s.user_id = u.id
    ) seen
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object('role', r.role, 'storeId', r.store_id) ORDER BY r.id), '[]') AS roles
      FROM user_roles r WHERE r.user_id = u.id
    ) held
    WHERE ${where} ORDER BY u.id DESC LIMIT ${limit}`;

// Who has neither is nobody: an account that a test of ours signs in as for a moment.
const isSomebody = Prisma.sql`(u.phone_number IS NOT NULL OR u.email IS NOT NULL)`;

/** People, newest first, as this member of staff may see them. */
export async function listPeople(viewer: Viewer, { q, cursor, limit }: PeopleSearch): Promise<PeoplePage> {
  const from = cursor === undefined ? Prisma.sql`true` : Prisma.sql`u.id < ${Number(cursor)}`;
  const where = Prisma.sql`${from} AND ${isSomebody} AND ${toCondition(q, viewer)}`;
  const rows = await transaction("system", tx => readPeople(tx, where, limit + 1));
  const items = rows.slice(0, limit).map(row => toPersonView(row, !isAdmin(viewer)));
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null };
}

/** A person and why they get codes or none; null when there is none. */
export async function findPerson(viewer: Viewer, id: number): Promise<PersonDetail | null> {
  return transaction("system", async tx => {
    const [row] = await readPeople(tx, Prisma.sql`u.id = ${id} AND ${isSomebody}`, 1);
    if (!row) return null;
    const person = toPersonView(row, !isAdmin(viewer));
    const states = await readSignInStates(tx, row);
    const mask = (state: SignInState) => (state.channel === "email" && person.email ? person.email : state.to);
    return { ...person, signIn: isAdmin(viewer) ? states : states.map(state => ({ ...state, to: mask(state) })) };
  });
}

/** The same; throws `not_found`. */
export async function getPerson(viewer: Viewer, id: number): Promise<PersonDetail> {
  const person = await findPerson(viewer, id);
  if (!person) throw new AppError("not_found");
  return person;
}
