import { audit } from "../audit";
import { Prisma, type Tx } from "../db";
import type { AcceptedChallenge } from "./accept-code";
import type { SessionUser } from "./session";

/** The person that a code proved; `isNew` when this sign-in made the account. */
export type Person = { id: number; isNew: boolean; isDisabled: boolean; roles: SessionUser["roles"] };

type Row = Omit<Person, "isNew">;

/** What a person holds, oldest first, as JSON beside a row of "user". */
const roles = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('role', r.role, 'storeId', r.store_id) ORDER BY r.id), '[]')
  FROM user_roles r WHERE r.user_id = "user".id) AS roles`;

async function findByPhone(tx: Tx, phoneNumber: string): Promise<Person | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT id, disabled_at IS NOT NULL AS "isDisabled", ${roles} FROM "user" WHERE phone_number = ${phoneNumber}`;
  return row ? { ...row, isNew: false } : null;
}

async function createByPhone(tx: Tx, phoneNumber: string): Promise<Person | null> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO "user" (phone_number, created_at) VALUES (${phoneNumber}, app_now())
    ON CONFLICT (phone_number) DO NOTHING RETURNING id`;
  return row ? { id: row.id, isNew: true, isDisabled: false, roles: [] } : null;
}

/** Reads the owner of an address as it is now, and notes that the address is theirs. */
async function confirmEmail(tx: Tx, userId: number, email: string): Promise<Person | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    UPDATE "user" SET email_confirmed = true WHERE id = ${userId} AND lower(email) = ${email}
    RETURNING id, disabled_at IS NOT NULL AS "isDisabled", ${roles}`;
  return row ? { ...row, isNew: false } : null;
}

async function findByEmail(tx: Tx, email: string): Promise<Person | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT id, disabled_at IS NOT NULL AS "isDisabled", ${roles} FROM "user" WHERE lower(email) = ${email} AND email_confirmed`;
  return row ? { ...row, isNew: false } : null;
}

/** The person whose confirmed address this is, made if there is none: a code has just proven that it is theirs. Whoever only typed it somewhere is somebody else. */
export async function findOrCreateByEmail(tx: Tx, email: string): Promise<Person> {
  const known = await findByEmail(tx, email);
  if (known) return known;
  const [made] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO "user" (email, email_confirmed, created_at) VALUES (${email}, true, app_now())
    ON CONFLICT (lower(email)) WHERE email_confirmed DO NOTHING RETURNING id`;
  if (made) return { id: made.id, isNew: true, isDisabled: false, roles: [] };
  // Somebody else's request made it between our two statements.
  return (await findByEmail(tx, email)) ?? Promise.reject(new Error("an account was neither found nor made"));
}

/** Makes somebody a practitioner: the one role that people take by signing in. */
async function becomePractitioner(tx: Tx, person: Person): Promise<Person> {
  const { id } = person;
  const given = await tx.$executeRaw`
    INSERT INTO user_roles (user_id, role, created_at) VALUES (${id}, 'practitioner', app_now()) ON CONFLICT DO NOTHING`;
  if (given === 0) return person;
  const who = { kind: "user", id } as const;
  await audit(tx, { action: "auth.role_given", actor: who, subject: who, detail: { role: "practitioner" } });
  return { ...person, roles: [...person.roles, { role: "practitioner", storeId: null }] };
}

// Who means to enter a product that only takes invited people does not become a practitioner by mistake.
const opensAccount = ({ purpose, audience }: AcceptedChallenge) =>
  purpose === "signup" || audience === null || audience === "practitioner";

/** The person behind an answered challenge, made if the challenge may make one; null when there is nobody to sign in. */
export async function findOrCreatePerson(tx: Tx, accepted: AcceptedChallenge): Promise<Person | null> {
  const { channel, identifier, userId, purpose, audience } = accepted;
  if (channel === "email") return userId === null ? null : confirmEmail(tx, userId, identifier);
  const known = await findByPhone(tx, identifier);
  if (!known && !opensAccount(accepted)) return null;
  // Somebody else's request may make it between our two statements: then it is the same person.
  const person = known ?? (await createByPhone(tx, identifier)) ?? (await findByPhone(tx, identifier));
  if (!person || person.isDisabled || purpose !== "login") return person;
  return person.isNew || audience === "practitioner" ? becomePractitioner(tx, person) : person;
}

/** What a person holds now, oldest first. */
export const listRoles = (tx: Tx, userId: number): Promise<Person["roles"]> =>
  tx.$queryRaw<
    Person["roles"]
  >`SELECT role::text, store_id AS "storeId" FROM user_roles WHERE user_id = ${userId} ORDER BY id`;
