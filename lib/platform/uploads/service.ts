import { randomBytes } from "node:crypto";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import type { UploadedFile } from "../http/multipart";
import { spend } from "../rate-limit";
import { type Picture, toPicture } from "./picture";
import type { UploadView } from "./schema";
import { pictureStore } from "./store";

const addresses = "/api/v1/uploads/";
const perHour = 60;
const mostKeptBytes = 100 * 1024 * 1024;
const busySeconds = 5;

// Whose picture is being sent or encoded.
const atWork = new Set<number>();

const tooMuch = (retryAfterSeconds: number) => new AppError("rate_limited", { retryAfterSeconds });

async function spendUpload(userId: number): Promise<void> {
  const limit = Math.ceil(perHour * env.rateLimitScale);
  const budget = { key: `uploads:user:${userId}`, limit, windowSeconds: 3600 };
  const [spent, kept] = await transaction("system", async tx => [
    await spend(tx, [budget]),
    await tx.upload.aggregate({ where: { userId }, _sum: { bytes: true } }),
  ]);
  if (!spent.ok) throw tooMuch(spent.retryAfterSeconds);
  // What no profile shows goes after a day.
  if ((kept._sum.bytes ?? 0) >= mostKeptBytes) throw tooMuch(3600);
}

/**
 * Lets a person send a picture, before any of it is read: one at a time, sixty in an hour, a hundred megabytes in all. Returns what ends it. Throws
 * `rate_limited`.
 */
export async function admitUpload(userId: number): Promise<() => void> {
  if (atWork.has(userId)) throw tooMuch(busySeconds);
  atWork.add(userId);
  const leave = () => void atWork.delete(userId);
  await spendUpload(userId).catch((refusal: unknown) => {
    leave();
    throw refusal;
  });
  return leave;
}

async function keep(id: string, userId: number, { width, height, sizes }: Picture): Promise<void> {
  const bytes = Object.values(sizes).reduce((sum, { length }) => sum + length, 0);
  const store = pictureStore();
  await store.write(id, sizes);
  await transaction("system", async tx => {
    await tx.$executeRaw`
      INSERT INTO upload (id, user_id, width, height, bytes, created_at) VALUES (${id}, ${userId}, ${width}, ${height}, ${bytes}, app_now())`;
  }).catch(async (error: unknown) => {
    // What cannot be removed now goes with the strays.
    await store.remove(id).catch(() => undefined);
    throw error;
  });
}

/** Keeps a person's picture, decoded and encoded anew. Throws what `toPicture` refuses, and `unavailable` when it cannot be kept now. */
export async function keepUpload(
  userId: number,
  file: Pick<UploadedFile, "bytes" | "type"> | null,
): Promise<UploadView> {
  if (!file) throw new AppError("unsupported_media_type", { message: "pictureMissing" });
  const picture = await toPicture(file);
  const id = randomBytes(16).toString("hex");
  await keep(id, userId, picture);
  return { url: addresses + id, width: picture.width, height: picture.height };
}

/** Which of these addresses are no pictures of this person. */
export async function findForeignUploads(tx: Tx, userId: number, urls: readonly string[]): Promise<string[]> {
  const ids = urls.map(url => url.slice(addresses.length));
  const own = await tx.upload.findMany({ where: { userId, id: { in: ids } }, select: { id: true } });
  const known = new Set(own.map(({ id }) => addresses + id));
  return urls.filter(url => !known.has(url));
}
