import { z } from "zod";

/** Words with commas or blanks between them. */
export const list = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform(text => text.split(/[\s,]+/).filter(Boolean));

/** An address of http or https, without the slash at its end. */
export const address = z.url({ protocol: /^https?$/ }).transform(text => text.replace(/\/+$/, ""));

/** Fixed codes by number: `+352621999001:123456`, comma list. */
export const testNumbers = list("")
  .refine(
    entries => entries.every(entry => /^\+[1-9]\d{6,14}:\d{6}$/.test(entry)),
    "must be a comma list of +number:code, six digits each",
  )
  .transform(entries => new Map(entries.map(entry => entry.split(":", 2) as [string, string])));

const unescaped = (text: string) =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Headers that a collector of traces asks for: `name=value`, comma list, values percent-encoded where they have to be. */
export const headerList = z
  .string()
  .default("")
  .transform(text => text.split(",").filter(entry => entry.trim()))
  .refine(
    entries => entries.every(entry => /^\s*[A-Za-z0-9-]+\s*=[\x20-\x7e]*$/.test(entry)),
    "must be a comma list of name=value",
  )
  .transform(entries =>
    Object.fromEntries(
      entries.map(entry => {
        const [name = "", ...value] = entry.split("=");
        return [name.trim(), unescaped(value.join("=").trim())];
      }),
    ),
  );

const isTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
};

/** A zone of the time zone database, by its name. */
export const timeZone = (fallback: string) =>
  z.string().default(fallback).refine(isTimeZone, "must be a time zone like Europe/Luxembourg");
