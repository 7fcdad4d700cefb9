import { audit } from "../audit";
import { Prisma, statement, type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { log } from "../log";
import { withoutPatience } from "../patience";
import { pictureStore } from "../uploads/store";
import { endLooksAtErased } from "../view-as/end";
import { type Asked, readPerson } from "./queries";
import type { Erased } from "./schema";

/** The account is locked, so that two erasures are one after the other. */
async function lockAccount(tx: Tx, id: number): Promise<void> {
  const locked = await tx.$executeRaw`SELECT FROM "user" WHERE id = ${id} FOR UPDATE`;
  if (locked === 0) throw new AppError("not_found");
}

/** Of two admins who erase each other at once one is too late, and the last one stays: somebody must be able to let others in. */
async function requireAnotherAdmin(tx: Tx, id: number): Promise<void> {
  const isAdmin = Prisma.sql`EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role = 'admin')`;
  const [target] = await tx.$queryRaw<unknown[]>`SELECT FROM "user" u WHERE u.id = ${id} AND ${isAdmin}`;
  if (!target) return;
  const admins = await tx.$queryRaw<{ id: number }[]>`
    SELECT u.id FROM "user" u WHERE u.disabled_at IS NULL AND ${isAdmin} ORDER BY u.id FOR UPDATE OF u`;
  if (admins.every(admin => admin.id === id)) throw new AppError("illegal_transition", { message: "lastAdmin" });
}

async function erase(tx: Tx, { tables, ...asked }: Asked): Promise<Erased["erased"]> {
  const person = await readPerson(tx, asked);
  const erased: [string, number][] = [];
  for (const { table, erase: remove } of tables)
    if (typeof remove !== "string") erased.push([table, await tx.$executeRaw(remove(person))]);
  return Object.fromEntries(erased.filter(([, count]) => count > 0));
}

type Order = Asked & { reason?: string };

async function erasePerson({ reason, ...asked }: Order): Promise<Erased> {
  const { id, actorId, caller } = asked;
  // A shop's hundred thousand products take longer than somebody should wait for anything else.
  const eraseAll = async (tx: Tx) => {
    await requireAnotherAdmin(tx, id);
    await lockAccount(tx, id);
    const uploads = await tx.upload.findMany({ where: { userId: id }, select: { id: true } });
    const ends = await endLooksAtErased(tx, id);
    const counts = await erase(tx, asked);
    await audit(tx, ...ends, {
      action: "people.erased",
      actor: { kind: "user", id: actorId },
      subject: { kind: "user", id },
      detail: { reason, rows: counts },
      ...caller,
    });
    return [counts, uploads] as const;
  };
  const [erased, pictures] = await withoutPatience(() => transaction("system", eraseAll));
  // It is done: bytes that cannot be removed now are strays, which the purge removes.
  const removed = await Promise.allSettled(pictures.map(picture => pictureStore().remove(picture.id)));
  for (const one of removed)
    if (one.status === "rejected") log.warn({ err: one.reason }, "a picture stays for the purge");
  return { erased };
}

/**
 * Erases somebody from every table, in one transaction with its audit entry, which names them by their number alone. Whatever of theirs runs is over:
 * its rows are gone. Throws `not_found`, and `illegal_transition` for the last admin and for oneself.
 */
export async function eraseSomebody(order: Order): Promise<Erased> {
  if (order.id === order.actorId) throw new AppError("illegal_transition", { message: "eraseYourself" });
  return erasePerson(order);
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
