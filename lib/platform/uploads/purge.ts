import { randomInt } from "node:crypto";
import { Prisma, transaction } from "../db";
import { pictureStore } from "./store";

const dayMs = 86_400_000;
const most = 100;
const shelves = 256;
const pauseMs = 60_000;
let nextLookAt = 0;

/** Removes what lies on one shelf for longer than `ageMs` and no row knows of: a process died between the two. Returns how many. */
export async function purgeShelf(shelf: string, ageMs = dayMs): Promise<number> {
  const store = pictureStore();
  const old = await store.listOld(shelf, ageMs);
  if (old.length === 0) return 0;
  const where = { id: { in: old } };
  const rows = await transaction("system", tx => tx.upload.findMany({ where, select: { id: true } }));
  const known = new Set(rows.map(({ id }) => id));
  const strays = old.filter(name => !known.has(name));
  for (const name of strays) await store.remove(name);
  return strays.length;
}

/** Looks through one shelf in a minute, by chance another one each time: all together are too many for one pass, and to look may cost a call. */
export async function purgeStrays(): Promise<number> {
  if (performance.now() < nextLookAt) return 0;
  nextLookAt = performance.now() + pauseMs;
  return purgeShelf(randomInt(shelves).toString(16).padStart(2, "0"));
}

/** One picture in SQL: its address, and who uploaded it. */
type Uploaded = { url: Prisma.Sql; userId: Prisma.Sql };
const uploaded: Uploaded = { url: Prisma.sql`('/api/v1/uploads/' || u.id)`, userId: Prisma.sql`u.user_id` };

/** Removes pictures older than a day that their people do not use, which `isUsed` says in SQL; one whose bytes stay is a stray then. Returns how many. */
export async function purgeUnused(isUsed: (of: Uploaded) => Prisma.Sql): Promise<number> {
  const gone = await transaction(
    "system",
    tx => tx.$queryRaw<{ id: string }[]>`
      DELETE FROM upload WHERE id IN (
        SELECT u.id FROM upload u WHERE u.created_at < now() - interval '1 day' AND NOT ${isUsed(uploaded)}
        ORDER BY u.created_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
      RETURNING id`,
  );
  for (const { id } of gone) await pictureStore().remove(id);
  return gone.length;
}
