const decode = (segment: string): string | null => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
};

/** What stands in an address in place of a parameter: one segment, or several. */
export type Place = Record<string, string | string[] | undefined>;

/**
 * The template of an address, `/api/v1/admin/customers/[id]`: parameters by their names, never what stands there. Null where one of them is not found in
 * it, so that nothing of it is told.
 */
export function templateOf(pathname: string, place: Place): string | null {
  const segments = pathname.split("/").map(decode);
  const wanted = Object.entries(place).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap(one =>
      one === undefined ? [] : [{ name, value: decode(one) ?? one }],
    ),
  );
  // From the end: what a parameter says may be a word that stands before it, too.
  for (const { name, value } of wanted.reverse()) {
    const at = segments.lastIndexOf(value);
    if (at === -1) return null;
    segments[at] = `[${name}]`;
  }
  return segments.includes(null) ? null : segments.join("/") || "/";
}
