import { getTranslations } from "next-intl/server";
import type { Texts } from "./envelope";

/** The error texts of the caller's language. A field message that is a key of `fields` is translated, any other stands as it is. */
export async function errorTexts(): Promise<Texts> {
  const [codes, fields] = await Promise.all([getTranslations("errors"), getTranslations("fields")]);
  return {
    code: code => codes(code),
    field: message => (fields.has(message) ? fields(message) : message),
  };
}
