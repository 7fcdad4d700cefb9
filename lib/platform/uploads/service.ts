import { randomBytes } from "node:crypto";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import type { UploadedFile } from "../http/multipart";
import { spend } from "../rate-limit";
import { removePicture, writePicture } from "./disk";
import { type Picture, toPicture } from "./picture";
import type { UploadView } from "./schema";

const addresses = "/api/v1/uploads/";
const perHour = 60;

async function spendUpload(userId: number): Promise<void> {
  const limit = Math.ceil(perHour * env.rateLimitScale);
  const budget = { key: `uploads:user:${userId}`, limit, windowSeconds: 3600 };
  const spent = await transaction("system", tx => spend(tx, [budget]));
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

async function keep(id: string, userId: number, { width, height, sizes }: Picture): Promise<void> {
  const bytes = Object.values(sizes).reduce((sum, { length }) => sum + length, 0);
  await writePicture(id, sizes);
  await transaction("system", async tx => {
    await tx.$executeRaw`
      INSERT INTO upload (id, user_id, width, height, bytes, created_at) VALUES (${id}, ${userId}, ${width}, ${height}, ${bytes}, app_now())`;
  }).catch(async (error: unknown) => {
    await removePicture(id);
    throw error;
  });
}

/** Keeps a person's picture, decoded and encoded anew; sixty in an hour. Throws what `toPicture` refuses, and `rate_limited`. */
export async function keepUpload(userId: number, file: UploadedFile | null): Promise<UploadView> {
  if (!file) throw new AppError("unsupported_media_type", { message: "pictureMissing" });
  await spendUpload(userId);
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
