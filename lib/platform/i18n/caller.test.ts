import { expect, test } from "vitest";
import { languageCookieName } from "../auth/session-cookie";
import { inCallersLanguage } from "./caller";
import { currentLocale, isNewlyChosen } from "./language";

const name = languageCookieName();
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

test.each([
  [`gangway.device=x; ${name}=fr`, "fr", false],
  [`${name}=fr.${inSeconds(3000)}; theme=dark`, "fr", true],
  [`${name}=fr.${inSeconds(-60)}`, "fr", false],
  [`${name}=fr.new`, "fr", false],
  [`${name}=tlh.${inSeconds(3000)}`, "de", false],
  ["theme=dark", "de", false],
  [`${name}=tlh`, "de", false],
  [`other-${name}=fr`, "de", false],
  [`${name}=`, "de", false],
])("16: who sends the cookies “%s” and would rather read German is answered in %s", async (cookie, locale, isNew) => {
  const sent = new Headers({ cookie, "accept-language": "de" });
  expect(await inCallersLanguage(sent, () => [currentLocale(), isNewlyChosen()])).toEqual([locale, isNew]);
});
