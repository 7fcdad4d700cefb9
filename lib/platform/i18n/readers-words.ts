import { getLocale, getTranslations } from "next-intl/server";
import { localeTags } from "./locales";
import { sayIn } from "./said";

type Translate = Parameters<typeof sayIn>[0];

// What in a view is a sentence of ours.
const spokenFields: ReadonlySet<string> = new Set(["message", "errorMessage", "skipReason", "title"]);

function sayWithin(t: Translate, value: unknown, name: string): unknown {
  if (typeof value === "string") return spokenFields.has(name) ? sayIn(t, value) : value;
  if (Array.isArray(value)) return value.map(inner => sayWithin(t, inner, name));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sayWithin(t, inner, key)]));
}

/**
 * A view whose sentences were kept in English, such as why a part of a run failed, in the language of the request: they were written by a worker, before
 * anybody knew who would read them.
 */
export async function inReadersWords<T>(view: T): Promise<T> {
  if ((await getLocale()) === localeTags.en) return view;
  return sayWithin(await getTranslations("said"), view, "") as T;
}
