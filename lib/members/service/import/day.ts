/** Which part of `31/12/1990` is the day, as the file as a whole shows it; null where it does not. */
export type DayOrder = "day" | "month" | null;

const struck = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/;
const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/;
const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+Z?)?$/;
const spelled = /^(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -]+(\p{L}{3,9})\.?[ -]+(\d{4})$/u;
const monthFirst = /^(\p{L}{3,9})\.?[ -]+(\d{1,2})(?:st|nd|rd|th)?,?[ -]+(\d{4})$/u;

// By as many letters as tell them apart, in English, German and French, without accents.
const months: readonly string[][] = [
  ["jan"],
  ["feb", "fev"],
  ["mar", "mae", "mrz"],
  ["apr", "avr"],
  ["may", "mai"],
  ["jun", "juin"],
  ["jul", "juil"],
  ["aug", "aou"],
  ["sep"],
  ["oct", "okt"],
  ["nov"],
  ["dec", "dez"],
];

function monthOf(name: string): number | null {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const at = months.findIndex(beginnings => beginnings.some(beginning => plain.startsWith(beginning)));
  return at === -1 ? null : at + 1;
}

const write = (year: string, month: string | number, day: string): string =>
  `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;

/** Looks through all days of a file written with strokes: one with a part above twelve shows the order of all, unless another shows the contrary. */
export function findDayOrder(cells: readonly string[]): DayOrder {
  const shown = new Set<DayOrder>();
  for (const cell of cells) {
    const [, first, second] = struck.exec(cell.trim()) ?? [];
    if (Number(first) > 12) shown.add("day");
    if (Number(second) > 12) shown.add("month");
  }
  const [only = null] = shown;
  return shown.size === 1 ? only : null;
}

function readWord(text: string): string | null {
  const [, day, name, year] = spelled.exec(text) ?? [];
  const [, laterName, laterDay, laterYear] = monthFirst.exec(text) ?? [];
  const month = monthOf(name ?? laterName ?? "");
  return month === null ? null : write(year ?? laterYear ?? "", month, day ?? laterDay ?? "");
}

/**
 * A day as `1990-12-31`: told like that or 31.12.1990, with its month as a word, or as 31/12/1990 where the file shows which is the day. `ambiguous`
 * where it does not, null for anything else; whether there is such a day is asked elsewhere.
 */
export function readDay(text: string, order: DayOrder): string | "ambiguous" | null {
  const [, year, month, day] = yearFirst.exec(text) ?? [];
  if (year && month && day) return write(year, month, day);
  const [, dayOfDots, monthOfDots, yearOfDots] = dotted.exec(text) ?? [];
  if (dayOfDots && monthOfDots && yearOfDots) return write(yearOfDots, monthOfDots, dayOfDots);
  const [, first, second, last] = struck.exec(text) ?? [];
  if (!first || !second || !last) return readWord(text);
  // The same day either way.
  if (first === second) return write(last, first, second);
  if (order === null) return "ambiguous";
  return order === "day" ? write(last, second, first) : write(last, first, second);
}
