import { createHash } from "node:crypto";

/** A number from 0 to below `size` that depends on nothing but the seed: the sandbox tells the same story on every start. */
export function pickNumber(seed: string, size: number): number {
  // FNV-1a with a final mix: fast enough for a million feed rows.
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % size;
}

/** One entry of a list, chosen by the seed. */
export function pick<Entry>(seed: string, entries: readonly [Entry, ...Entry[]]): Entry {
  return entries[pickNumber(seed, entries.length)] ?? entries[0];
}

/** A short opaque id, as many APIs have them. */
export function opaqueId(kind: string, number: number): string {
  return createHash("sha256").update(`${kind}:${number}`).digest("base64url").replace(/[-_]/g, "x").slice(0, 10);
}
