import fc from "fast-check";

/** What a careless release may put where something else stood. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    0.1,
    "",
    " ",
    "null",
    "\u0000",
    "\ud800",
    "🙂",
    [],
    {},
    [null],
    [[]],
  ),
  fc.constantFrom<unknown>(
    { toString: 1, valueOf: 1 },
    { toJSON: 1 },
    { length: -1 },
    { hasOwnProperty: 1 },
    { constructor: 1 },
  ),
  fc.constantFrom("__proto__", "constructor", "9".repeat(400), "x".repeat(5_000), "2026-13-45T99:99:99Z", "1e999"),
  fc.jsonValue(),
);

type Change = { place: number; kind: "gone" | "renamed" | "retyped" | "wrapped" | "listed"; value: unknown };
const changes = fc.array(
  fc.record<Change>({
    place: fc.nat(10_000),
    kind: fc.constantFrom("gone", "renamed", "retyped", "wrapped", "listed"),
    value: strange,
  }),
  { minLength: 1, maxLength: 6 },
);

/** Every field and element below a value, as the thing that holds it and its name there. */
function placesIn(value: unknown): [holder: Record<string, unknown>, name: string][] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap(name => [[holder, name], ...placesIn(holder[name])] as [typeof holder, string][]);
}

function apply(whole: unknown, { place, kind, value }: Change): void {
  const places = placesIn(whole);
  const [holder, name] = places[place % Math.max(1, places.length)] ?? [];
  if (!holder || name === undefined) return;
  const before = holder[name];
  if (kind === "gone" || kind === "renamed") delete holder[name];
  if (kind === "renamed") holder[`${name}_v2`] = before;
  if (kind === "retyped") holder[name] = structuredClone(value);
  if (kind === "wrapped") holder[name] = { value: before };
  if (kind === "listed") holder[name] = [before];
}

/** The same JSON after a careless release: fields gone, renamed, retyped, wrapped or listed, at any depth. */
export const driftOf = (whole: unknown): fc.Arbitrary<unknown> =>
  changes.map(made => {
    const copy: unknown = structuredClone(whole);
    for (const change of made) apply(copy, change);
    return copy;
  });
