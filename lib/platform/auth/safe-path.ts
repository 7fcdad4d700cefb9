const base = "http://same.invalid";

/** A path on our own origin that a person may be sent to after signing in; anything else is `fallback`. */
export function safePath(given: unknown, fallback = "/"): string {
  if (typeof given !== "string" || given.length > 2000 || !/^\/(?![/\\])/.test(given)) return fallback;
  // Browsers drop tabs and newlines and read a backslash as a slash: none of them belongs in a path of ours.
  if (/[\\\p{Cc}]/u.test(given) || !URL.canParse(given, base)) return fallback;
  const url = new URL(given, base);
  if (url.origin !== base || url.pathname.startsWith("//")) return fallback;
  return url.pathname + url.search + url.hash;
}
