import { z } from "zod";

/** What an import has done so far; it travels in the cursor, so that whoever takes over goes on counting. */
export const Counts = z.object({
  /** Shipments or feed rows, each once. */
  fetched: z.number(),
  /** Those of them that are not in our tables for it. */
  skipped: z.number(),
  /** Problems told, kept or not. */
  issues: z.number(),
  created: z.number(),
  updated: z.number(),
});
export type Counts = z.infer<typeof Counts>;

/** The beginning of every count. */
export const noCounts: Counts = { fetched: 0, skipped: 0, issues: 0, created: 0, updated: 0 };

/** Two counts as one. */
export const addCounts = (one: Counts, other: Counts): Counts => ({
  fetched: one.fetched + other.fetched,
  skipped: one.skipped + other.skipped,
  issues: one.issues + other.issues,
  created: one.created + other.created,
  updated: one.updated + other.updated,
});

/** A row that a write has made or changed; one that it left alone is not told. */
export type Change = { id: string; isNew: boolean };

/** How many of these were made and how many changed, each row once. */
export function countChanges(changes: readonly Change[]): Pick<Counts, "created" | "updated"> {
  const created = new Set(changes.filter(change => change.isNew).map(change => change.id));
  const touched = new Set(changes.map(change => change.id));
  return { created: created.size, updated: touched.size - created.size };
}

/** What a step keeps as its result. */
export function toResult(counts: Counts) {
  const written = counts.fetched - counts.skipped;
  return { ...counts, written, unchanged: written - counts.created - counts.updated };
}
