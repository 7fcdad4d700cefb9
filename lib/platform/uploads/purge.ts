import { randomInt } from "node:crypto";
import { Prisma, type Tx } from "../db";
import { listOldPictures, removePicture } from "./disk";

const dayMs = 86_400_000;
const most = 100;
const shelves = 256;

/** A shelf of pictures, by chance another one each time: all together are too many for one pass. */
const someShelf = () => randomInt(shelves).toString(16).padStart(2, "0");

/** Removes what lies on one shelf and no row knows of: a process died between the two. Returns how many. */
export async function purgeStrays(tx: Tx, shelf = someShelf()): Promise<number> {
  const old = await listOldPictures(shelf, dayMs);
  if (old.length === 0) return 0;
  const rows = await tx.upload.findMany({ where: { id: { in: old } }, select: { id: true } });
  const known = new Set(rows.map(({ id }) => id));
  const strays = old.filter(name => !known.has(name));
  for (const name of strays) await removePicture(name);
  return strays.length;
}

/** One picture in SQL: its address, and who uploaded it. */
type Uploaded = { url: Prisma.Sql; userId: Prisma.Sql };
const uploaded: Uploaded = { url: Prisma.sql`('/api/v1/uploads/' || u.id)`, userId: Prisma.sql`u.user_id` };

/** Removes pictures older than a day that their people do not use, which `isUsed` says in SQL. Returns how many. */
export async function purgeUnused(tx: Tx, isUsed: (of: Uploaded) => Prisma.Sql): Promise<number> {
  const gone = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM upload WHERE id IN (
      SELECT u.id FROM upload u WHERE u.created_at < now() - interval '1 day' AND NOT ${isUsed(uploaded)}
      ORDER BY u.created_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  for (const { id } of gone) await removePicture(id);
  return gone.length;
}
