import type { FieldError } from "../errors";
import type { CsvRow } from "./read-csv";

/** A column of a file with the field that it fills; null for one that is not taken. */
export type CsvColumn<Field extends string> = { name: string; field: Field | null };

/** A word as it is compared: small letters and digits, without accents. */
export const plainWord = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Which field each column fills, by its name or another that it goes by; the first column of a field has it. */
export function matchColumns<Field extends string>(
  names: readonly string[],
  words: Readonly<Record<Field, readonly string[]>>,
): CsvColumn<Field>[] {
  const fields = Object.entries<readonly string[]>(words) as [Field, readonly string[]][];
  const known = new Map(
    fields.flatMap(([field, others]) => [field, ...others].map(name => [plainWord(name), field] as const)),
  );
  const taken = new Set<Field>();
  return names.map(name => {
    const field = known.get(plainWord(name)) ?? null;
    if (field === null || taken.has(field)) return { name, field: null };
    taken.add(field);
    return { name, field };
  });
}

/** What a row says of each field; an empty cell was not told. */
export function toldCells<Field extends string>(
  { cells }: CsvRow,
  columns: readonly CsvColumn<Field>[],
): Partial<Record<Field, string>> {
  const told: Partial<Record<Field, string>> = {};
  for (const [at, { field }] of columns.entries()) {
    const cell = cells[at]?.trim() ?? "";
    if (field !== null && cell !== "") told[field] = cell;
  }
  return told;
}

const tooMany: FieldError = { field: "", code: "too_many_cells", message: "tooManyCells" };

/** A row with more cells than there are columns has slipped, and is not taken. */
export const slipOf = ({ cells }: CsvRow, columns: readonly unknown[]): FieldError[] =>
  cells.slice(columns.length).some(cell => cell.trim() !== "") ? [tooMany] : [];
