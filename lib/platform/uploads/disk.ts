import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { env } from "../env";
import type { PictureStore } from "./picture-store";

const shelfOf = (prefix: string) => path.resolve(env.dataDir, "uploads", prefix);
const folderOf = (id: string) => path.join(shelfOf(id.slice(0, 2)), id);

const orNothing = (error: NodeJS.ErrnoException) => {
  if (error.code === "ENOENT") return null;
  throw error;
};

/** All sizes or none: under its name a picture is there when it is whole. */
const write: PictureStore["write"] = async (id, sizes) => {
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
};

const listOld: PictureStore["listOld"] = async (prefix, ageMs) => {
  const old: string[] = [];
  for (const name of (await readdir(shelfOf(prefix)).catch(orNothing)) ?? []) {
    const found = await stat(path.join(shelfOf(prefix), name)).catch(orNothing);
    if (found && found.mtimeMs < Date.now() - ageMs) old.push(name);
  }
  return old;
};

/** Pictures in a folder that every web process and worker sees. */
export const diskStore: PictureStore = {
  write,
  read: (id, size) => readFile(path.join(folderOf(id), `${size}.webp`)).catch(orNothing),
  remove: id => rm(folderOf(id), { recursive: true, force: true }),
  listOld,
};
