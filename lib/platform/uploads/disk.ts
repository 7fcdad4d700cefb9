import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { env } from "../env";
import type { Size } from "./schema";

const shelfOf = (prefix: string) => path.resolve(env.dataDir, "uploads", prefix);
const folderOf = (id: string) => path.join(shelfOf(id.slice(0, 2)), id);

const orNothing = (error: NodeJS.ErrnoException) => {
  if (error.code === "ENOENT") return null;
  throw error;
};

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
  return readFile(path.join(folderOf(id), `${size}.webp`)).catch(orNothing);
}

/** Forgets a picture that nobody has heard of. */
export const removePicture = (id: string): Promise<void> => rm(folderOf(id), { recursive: true, force: true });

/** The pictures whose ids begin with these two digits, whole or not, that lie there for longer than this. */
export async function listOldPictures(prefix: string, ageMs: number): Promise<string[]> {
  const old: string[] = [];
  for (const name of (await readdir(shelfOf(prefix)).catch(orNothing)) ?? []) {
    const found = await stat(path.join(shelfOf(prefix), name)).catch(orNothing);
    if (found && found.mtimeMs < Date.now() - ageMs) old.push(name);
  }
  return old;
}
