import "server-only";
import { createInterface } from "node:readline/promises";
import type { Readable } from "node:stream";
import { z } from "zod";
import { longestSides, type Size } from "../uploads/schema";
import { pictureStore } from "../uploads/store";

const sizes = Object.keys(longestSides) as Size[];
const bytes = z.base64().transform(text => Buffer.from(text, "base64"));
const Picture = z.object({ id: z.string(), sizes: z.object({ small: bytes, medium: bytes, large: bytes }) });

/** Every picture as a line of JSON, wherever they lie. One that was removed since its row was read is left out and told to `lost`. */
export async function* readPictures(ids: readonly string[], lost: (id: string) => void): AsyncGenerator<Buffer> {
  const store = pictureStore();
  for (const id of ids) {
    const read = await Promise.all(sizes.map(async size => [size, await store.read(id, size)] as const));
    if (read.some(([, found]) => found === null)) lost(id);
    else {
      const kept = Object.fromEntries(read.map(([size, found]) => [size, found?.toString("base64")]));
      yield Buffer.from(`${JSON.stringify({ id, sizes: kept })}\n`);
    }
  }
}

/** Puts pictures back where this installation keeps its own; what lies there under the same id is replaced. Answers how many. */
export async function writePictures(source: Readable): Promise<number> {
  const store = pictureStore();
  let count = 0;
  for await (const line of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
    const picture = Picture.parse(JSON.parse(line));
    await store.remove(picture.id);
    await store.write(picture.id, picture.sizes);
    count += 1;
  }
  return count;
}
