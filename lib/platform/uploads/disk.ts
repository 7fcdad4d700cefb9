import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { env } from "../env";
import type { Size } from "./schema";

const folderOf = (id: string) => path.resolve(env.dataDir, "uploads", id.slice(0, 2), id);

/** Keeps every size of a picture, all or none: under its name it is there when it is whole. */
export async function writePicture(id: string, sizes: Record<Size, Buffer>): Promise<void> {
  const folder = folderOf(id);
  const unfinished = `${folder}.unfinished`;
  await mkdir(unfinished, { recursive: true });
  try {
    for (const [size, bytes] of Object.entries(sizes)) await writeFile(path.join(unfinished, `${size}.webp`), bytes);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** One size of a picture; null where there is none. `id` must have been checked. */
export async function readPicture(id: string, size: Size): Promise<Buffer | null> {
  return readFile(path.join(folderOf(id), `${size}.webp`)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

/** Forgets a picture that nobody has heard of. */
export const removePicture = (id: string): Promise<void> => rm(folderOf(id), { recursive: true, force: true });
