import { expect, test } from "vitest";
import { inLanguage } from "@/lib/platform/i18n/language";
import { activatedMail, invitedMail } from "./messages";
import { failedMail } from "./messages/failed";
import { isCurrentWording, wordingIn } from "./schema/consent";

test("001: the mail of a plan that has begun names person and plan as they are, in text and page, and takes nothing of them for markup", async () => {
  const first = await activatedMail({ name: "Zoë <b>Iyer</b> $& & Co", plan: 'Gold "1"', isReplacement: false });
  const second = await activatedMail({ name: "Ravi", plan: "Silver", isReplacement: true });
  expect(first.subject).toBe('Your plan is active: Gold "1"');
  expect(first.text).toContain("Welcome aboard, Zoë <b>Iyer</b> $& & Co");
  expect(first.html).toContain("Welcome aboard, Zoë &lt;b&gt;Iyer&lt;/b&gt; $&amp; &amp; Co");
  expect(first.html).toContain("Your plan Gold &quot;1&quot; is active");
  expect(second.html).toContain("Your plan has changed, Ravi");
  expect(second.html).not.toMatch(/[\ue001\ue002]|Zoë|Gold/);
});

test("E17: the mail of a plan that did not begin says in words what stood in the way, and whom to ask", async () => {
  const theirs = await failedMail({ name: "Zoë <b>", plan: "Gold", missing: ["seat_free", "dob"] });
  expect(theirs.subject).toBe("Your plan did not begin: Gold");
  for (const line of [
    "– no seat of the plan was free",
    "– your date of birth is missing",
    "Tell your employer these details",
  ])
    expect(theirs.text, line).toContain(line);
  expect(theirs.html).toContain("your date of birth is missing");
  expect(theirs.html).toContain("Zoë &lt;b&gt;");
  const employers = await failedMail({ name: "", plan: "Gold", missing: ["contract_active"] });
  expect(employers.text).toMatch(/^Your plan could not begin yet\n/);
  expect(employers.text).toContain("Please ask your employer.");
});

test("16: a mail says its language, writes dates as it does, and is drawn once in each", async () => {
  const at = new Date("2026-11-22T09:05:00Z");
  const news = {
    name: "Zoë",
    plan: "Gold",
    employer: "Meridian",
    link: "https://gangway.example/invite/x",
    isComplete: true,
  };
  const invite = () => invitedMail({ ...news, expiresAt: at, otherwise: "scheduled", otherwiseAt: at });
  expect((await invite()).text).toContain("22 November 2026 at 09:05 (UTC)");
  const [german, french] = [await inLanguage("de", invite), await inLanguage("fr", invite)];
  expect(german.text).toContain("22. November 2026");
  expect(french.text).toContain("22 novembre 2026");
  const activated = () => activatedMail({ name: "Zoë", plan: "Gold", isReplacement: false });
  for (const locale of ["en", "fr", "de", "en"] as const)
    expect((await inLanguage(locale, activated)).html).toContain(`lang="${locale}"`);
});

test("16: what is kept of a consent says in which language its texts were read", () => {
  expect(["en", "fr", "de"].map(locale => wordingIn(locale as "en"))).toEqual(["2026-11", "2026-11-fr", "2026-11-de"]);
  expect(["2026-11", "2026-11-de", "2026-10", "2026-11-it"].map(isCurrentWording)).toEqual([true, true, false, false]);
});
