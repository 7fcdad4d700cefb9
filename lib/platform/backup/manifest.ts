import "server-only";
import { createHash } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const piece = z.object({
  name: z.string(), // a table with its schema, or `pictures`
  file: z.string().regex(/^[\w.-]+$/),
  columns: z.array(z.string()),
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  sha256: z.hex().length(64),
});
const content = z.object({
  format: z.literal(1),
  takenAt: z.string(),
  schema: z.array(z.string()), // of each migration its name and checksum, and the version of the queues
  pieces: z.array(piece),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string(), isCalled: z.boolean() })),
  lostPictures: z.number().int().nonnegative(),
});
const sealed = z.object({ seal: z.string(), content });

/** One file of a backup: a table's rows as COPY writes them, or the pictures; `rows` are its lines. */
export type Piece = z.infer<typeof piece>;
/** What a backup holds, and of which state of the schema. */
export type Manifest = z.infer<typeof content>;

/** A backup that cannot be taken or restored, in a sentence for whoever asked for it. */
export class BackupRefused extends Error {}

const manifestName = "manifest.json";
const sealOf = (given: Manifest) => createHash("sha256").update(JSON.stringify(given)).digest("hex");

/** Writes what makes a folder a backup. It comes last, and whole or not at all: without it nothing is restored. */
export async function writeManifest(folder: string, given: Manifest): Promise<void> {
  const unfinished = path.join(folder, `${manifestName}.unfinished`);
  const file = await open(unfinished, "wx", 0o600);
  try {
    await file.writeFile(`${JSON.stringify({ seal: sealOf(given), content: given }, null, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path.join(folder, manifestName));
}

/** Reads what a backup holds; throws BackupRefused where it was never finished, or the manifest is not as it was written. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(path.join(folder, manifestName), "utf8").catch(() => {
    throw new BackupRefused(`${folder} holds no finished backup: there is no ${manifestName}.`);
  });
  const read = sealed.safeParse(parse(text));
  if (!read.success || read.data.seal !== sealOf(read.data.content))
    throw new BackupRefused(`${path.join(folder, manifestName)} is not as the backup wrote it.`);
  return read.data.content;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
