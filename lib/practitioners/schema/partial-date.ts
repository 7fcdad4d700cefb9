import { z } from "zod";

const shape = /^(?<year>(19|20)\d\d)(-(?<month>0[1-9]|1[0-2])(-(?<day>0[1-9]|[12]\d|3[01]))?)?$/;
const dayMs = 86_400_000;

function isInCalendar(text: string): boolean {
  const { year, month, day } = shape.exec(text)?.groups ?? {};
  if (day === undefined) return year !== undefined;
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
}

/** Is the first of two dates later than the second, as far as both are exact? */
export const isLater = (first: string, second: string): boolean =>
  first.slice(0, second.length) > second.slice(0, first.length);

// Somewhere on earth it is tomorrow already.
const isOver = (text: string) => !isLater(text, new Date(Date.now() + dayMs).toISOString().slice(0, 10));

/** A day, month or year that has begun, as exact as it is known: 2019, 2019-05 or 2019-05-31; null when left out. */
export const partialDate = z
  .string()
  .trim()
  .max(40, "partialDate")
  .transform(text => text || null)
  .refine(text => text === null || isInCalendar(text), "partialDate")
  .refine(text => text === null || !isInCalendar(text) || isOver(text), "dateInFuture")
  .nullish()
  .transform(value => value ?? null);
