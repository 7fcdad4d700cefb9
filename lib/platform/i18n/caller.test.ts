import { expect, test } from "vitest";
import { languageCookieName } from "../auth/session-cookie";
import { inCallersLanguage } from "./caller";
import { currentLocale, isNewlyChosen } from "./language";

const name = languageCookieName();

test.each([
  [`gangway.device=x; ${name}=fr`, "fr", false],
  [`${name}=fr.new; theme=dark`, "fr", true],
  ["theme=dark", "de", false],
  [`${name}=tlh`, "de", false],
  [`other-${name}=fr`, "de", false],
  [`${name}=`, "de", false],
])("16: who sends the cookies “%s” and would rather read German is answered in %s", async (cookie, locale, isNew) => {
  const sent = new Headers({ cookie, "accept-language": "de" });
  expect(await inCallersLanguage(sent, () => [currentLocale(), isNewlyChosen()])).toEqual([locale, isNew]);
});
