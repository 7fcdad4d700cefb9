import { audit } from "@/lib/platform/audit";
import { parsePhone } from "@/lib/platform/auth/phone";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Channel } from "../schema/invite";
import type { Teller, WrittenMember } from "./add-member";
import { beforeAndAfter, type Shown, shownOf } from "./before-after";
import { unsettleLink } from "./invite/unsettle-link";
import { mirroring } from "./mirror-onboarding";
import { toTaken } from "./taken";
import { fieldsOf, type KeptDetails, type ToldColumn, toldColumns } from "./told-columns";

const update = (id: number, told: readonly ToldColumn[]) => {
  const columns = told.map(({ column, value }) => Prisma.sql`${column} = ${value}, `);
  return Prisma.sql`
    WITH was AS (
      SELECT id, email, phone_number, ${shownOf(Prisma.sql`member`)} AS shown FROM member WHERE id = ${id} FOR NO KEY UPDATE
    ), changed AS (
      UPDATE member m SET ${Prisma.join(columns, "")} version = version + 1, updated_at = app_now()
      FROM was WHERE m.id = was.id AND m.erased_at IS NULL RETURNING m.*
    ), ${mirroring(Prisma.sql`changed`)}
    SELECT was.shown AS was, ${shownOf(Prisma.sql`m`)} AS is,
      EXISTS (SELECT FROM member_invite i WHERE i.member_id = m.id AND i.ended_at IS NULL) AS "isInvited",
      array_remove(ARRAY[CASE WHEN m.email IS DISTINCT FROM was.email THEN 'email' END,
        CASE WHEN m.phone_number IS DISTINCT FROM was.phone_number THEN 'sms' END], NULL) AS moved
    FROM changed m JOIN was ON was.id = m.id`;
};

/** Where the one lives of whom something is told: by the number that they have, where none is told; else as the teller says. */
async function livesIn(
  tx: Tx,
  id: number,
  { phoneNumber, pincode, govtIdValue }: KeptDetails,
  region: string | undefined,
): Promise<string | undefined> {
  if (phoneNumber !== undefined || !(pincode || govtIdValue)) return region;
  const kept = await tx.member.findUnique({ where: { id }, select: { phoneNumber: true } });
  return (kept?.phoneNumber ? parsePhone(kept.phoneNumber)?.region : undefined) ?? region;
}

type Changed = { was: Shown; is: Shown; isInvited: boolean; moved: Channel[] };

/**
 * Changes the named details of a member in a transaction of the system, and its version; null where nothing is named. Throws `not_found`, also for who
 * was erased, and 422 with every fault that a shape cannot see, and `taken` for what somebody else under the contract has.
 */
export async function changeMember(
  tx: Tx,
  teller: Teller,
  id: number,
  details: KeptDetails,
): Promise<WrittenMember | null> {
  const told = toldColumns(id, details, await livesIn(tx, id, details, teller.region));
  if (told.length === 0) return null;
  const [changed] = await tx.$queryRaw<Changed[]>(update(id, told)).catch((thrown: unknown) => {
    throw toTaken(thrown);
  });
  if (!changed) throw new AppError("not_found");
  if (changed.isInvited && teller.actor.kind !== "anonymous") await unsettleLink(tx, id, changed.moved);
  const { actor, address, agent } = teller;
  const detail = { fields: fieldsOf(told), changes: beforeAndAfter(changed.was, changed.is) };
  return { id, fact: { action: "member.changed", actor, subject: { kind: "member", id }, detail, address, agent } };
}

/** A change by somebody who has seen the member as it was at `version`; without one the last change wins. */
export type MemberChange = { id: number; version?: number; details: KeptDetails };

/** Changes a member by itself; throws `version_conflict` with both versions when it was changed since. Returns the version that it has now. */
export async function saveMember(teller: Teller, { id, version, details }: MemberChange): Promise<{ version: number }> {
  return transaction("system", async tx => {
    const [held] = await tx.$queryRaw<{ version: number }[]>`
      SELECT version FROM member WHERE id = ${id} FOR NO KEY UPDATE`;
    if (!held) throw new AppError("not_found");
    if (version !== undefined && version !== held.version)
      throw new AppError("version_conflict", { data: { version, currentVersion: held.version } });
    const written = await changeMember(tx, teller, id, details);
    if (!written) return held;
    await audit(tx, written.fact);
    return { version: held.version + 1 };
  });
}
