import { audit } from "../audit";
import { Prisma, statement, type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { pictureStore } from "../uploads/store";
import { type Asked, lockPerson } from "./queries";
import type { Erased } from "./schema";

/** Of two admins who erase each other at once one is too late, and the last one stays: somebody must be able to let others in. */
async function requireAnotherAdmin(tx: Tx, id: number): Promise<void> {
  const admins = await tx.$queryRaw<{ id: number }[]>`
    SELECT u.id FROM "user" u WHERE u.disabled_at IS NULL AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role = 'admin')
    ORDER BY u.id FOR UPDATE OF u`;
  if (admins.length === 1 && admins[0]?.id === id) throw new AppError("illegal_transition", { message: "lastAdmin" });
}

async function erase(tx: Tx, { tables, ...asked }: Asked): Promise<Erased["erased"]> {
  const person = await lockPerson(tx, asked);
  const erased: [string, number][] = [];
  for (const { table, erase: remove } of tables)
    if (typeof remove !== "string") erased.push([table, await tx.$executeRaw(remove(person))]);
  return Object.fromEntries(erased.filter(([, count]) => count > 0));
}

/**
 * Erases a person from every table, in one transaction with its audit entry, which names them by their number alone. Whatever of theirs runs is over:
 * its rows are gone. Throws `not_found`, and `illegal_transition` for the last admin.
 */
export async function erasePerson({ reason, ...asked }: Asked & { reason?: string }): Promise<Erased> {
  const { id, actorId, caller } = asked;
  const [erased, pictures] = await transaction("system", async tx => {
    await requireAnotherAdmin(tx, id);
    const uploads = await tx.upload.findMany({ where: { userId: id }, select: { id: true } });
    const counts = await erase(tx, asked);
    const fact = {
      action: "people.erased",
      actor: { kind: "user", id: actorId },
      subject: { kind: "user", id },
    } as const;
    await audit(tx, { ...fact, detail: { reason, rows: counts }, ...caller });
    return [counts, uploads] as const;
  });
  // Bytes that stay because this process ends here are strays, which the purge removes.
  for (const picture of pictures) await pictureStore().remove(picture.id);
  return { erased };
}

/** Only who has just shown who they are: a browser that somebody left open is no consent. */
async function requireFreshSession(sid: string): Promise<void> {
  const fresh = await statement<unknown>(
    Prisma.sql`SELECT FROM session WHERE id = ${sid} AND created_at > app_now() - interval '15 minutes'`,
  );
  if (fresh.length === 0) throw new AppError("forbidden", { message: "signInAgain" });
}

/** The same by the person, within 15 minutes of signing in; later it throws `forbidden`. */
export async function eraseSelf({ sid, ...asked }: Asked & { sid: string }): Promise<Erased> {
  await requireFreshSession(sid);
  return erasePerson(asked);
}
