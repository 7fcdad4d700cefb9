import { AsyncLocalStorage } from "node:async_hooks";
import { kindOfStatement } from "./names";
import { record } from "./record";
import { type Place, templateOf } from "./view/template";

// Texts of statements are the code's own; lists of any length make ever new ones.
const [mostKnown, longestKnown] = [1000, 2000];
const known = new Map<string, string>();

/** Where what was measured is kept; to measure that too would never end. */
const own = "measure_window";

function nameOf(text: string): string {
  const name = known.get(text) ?? kindOfStatement(text);
  if (known.size < mostKnown && text.length <= longestKnown) known.set(text, name);
  return name;
}

// Next loads modules once per bundle; a chore is the same in all of them.
const held = globalThis as typeof globalThis & { gangwayChores?: AsyncLocalStorage<true> };
held.gangwayChores ??= new AsyncLocalStorage();
const chores = held.gangwayChores;

/** Does what a worker does every few seconds, whether there is work or not: nobody waits for it, and with so many fast statements no other would be seen to be slow. */
export const asChore = <T>(work: () => T): T => chores.run(true, work);

/** Is what goes on here a chore, of which nothing is counted? */
export const isChore = (): boolean => chores.getStore() === true;

/** Counts how long a statement took that was sent at `sinceMs` of the process's clock. */
export function noteStatement(text: string, sinceMs: number): void {
  const name = nameOf(text);
  if (!name.endsWith(own)) record("query", name, performance.now() - sinceMs);
}

// What machines ask for every few seconds, and browsers in passing.
const unheard = new Set(["/api/health", "/api/metrics", "/api/v1/vitals"]);

/** Counts how long an answer took whose request came at `sinceMs` of the process's clock. */
export async function noteAnswer(
  { method, url }: Pick<Request, "method" | "url">,
  params: Promise<Place> | undefined,
  sinceMs: number,
): Promise<void> {
  const ms = performance.now() - sinceMs;
  const { pathname } = new URL(url);
  if (unheard.has(pathname)) return;
  const template = templateOf(pathname, (await params) ?? {});
  record("api", `${method} ${template ?? "others"}`, ms);
}
