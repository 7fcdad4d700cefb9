import type { Tx } from "../db";
import type { AcceptedChallenge } from "./accept-code";

/** The person that a code proved; `isNew` when this sign-in made the account. */
export type Person = { id: number; isNew: boolean; isDisabled: boolean };

type Row = { id: number; isDisabled: boolean };

async function findByPhone(tx: Tx, phoneNumber: string): Promise<Person | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT id, disabled_at IS NOT NULL AS "isDisabled" FROM "user" WHERE phone_number = ${phoneNumber}`;
  return row ? { ...row, isNew: false } : null;
}

async function createByPhone(tx: Tx, phoneNumber: string): Promise<Person | null> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO "user" (phone_number, created_at) VALUES (${phoneNumber}, app_now())
    ON CONFLICT (phone_number) DO NOTHING RETURNING id`;
  return row ? { id: row.id, isNew: true, isDisabled: false } : null;
}

/** Reads the owner of an address as it is now, and notes that the address is theirs. */
async function confirmEmail(tx: Tx, userId: number, email: string): Promise<Person | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    UPDATE "user" SET email_confirmed = true WHERE id = ${userId} AND lower(email) = ${email}
    RETURNING id, disabled_at IS NOT NULL AS "isDisabled"`;
  return row ? { ...row, isNew: false } : null;
}

// Who means to enter a product that only takes invited people does not become a practitioner by mistake.
const opensAccount = ({ purpose, audience }: AcceptedChallenge) =>
  purpose === "signup" || audience === null || audience === "practitioner";

/** The person behind an answered challenge, made if the challenge may make one; null when there is nobody to sign in. */
export async function findOrCreatePerson(tx: Tx, accepted: AcceptedChallenge): Promise<Person | null> {
  if (accepted.channel === "email") {
    return accepted.userId === null ? null : confirmEmail(tx, accepted.userId, accepted.identifier);
  }
  const known = await findByPhone(tx, accepted.identifier);
  if (known || !opensAccount(accepted)) return known;
  const created = await createByPhone(tx, accepted.identifier);
  if (created && accepted.purpose === "login") {
    await tx.userRole.create({ data: { userId: created.id, role: "practitioner" } });
  }
  // Somebody else's request made it between our two statements: it is the same person.
  return created ?? findByPhone(tx, accepted.identifier);
}
