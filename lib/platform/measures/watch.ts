import { kindOfStatement } from "./names";
import { record } from "./record";
import { type Place, templateOf } from "./view/template";

// Texts of statements are the code's own; lists of any length make ever new ones.
const mostKnown = 1000;
const known = new Map<string, string>();

/** Where what was measured is kept; to measure that too would never end. */
const own = "measure_window";

function nameOf(text: string): string {
  const name = known.get(text) ?? kindOfStatement(text);
  if (known.size < mostKnown) known.set(text, name);
  return name;
}

/** Counts how long a statement took that was sent at `sinceMs` of the process's clock. */
export function noteStatement(text: string, sinceMs: number): void {
  const name = nameOf(text);
  if (!name.endsWith(own)) record("query", name, performance.now() - sinceMs);
}

/** Counts how long an answer took whose request came at `sinceMs` of the process's clock. */
export async function noteAnswer(
  { method, url }: Pick<Request, "method" | "url">,
  params: Promise<Place> | undefined,
  sinceMs: number,
): Promise<void> {
  const ms = performance.now() - sinceMs;
  const template = templateOf(new URL(url).pathname, (await params) ?? {});
  record("api", `${method} ${template ?? "others"}`, ms);
}
