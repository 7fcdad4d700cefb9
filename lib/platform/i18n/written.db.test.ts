import { beforeAll, expect, test } from "vitest";
import { storeReminding } from "@/lib/stores/service/reminding";
import { inLanguageOf, inLanguageOfAddress } from "../auth/language";
import { type Arrive, sendOtp, verifyOtp } from "../auth/service";
import { findSession } from "../auth/session";
import { randomToken } from "../crypto";
import { transaction } from "../db";
import { listMessages } from "../notifications/queries";
import { sendReminders } from "../reminders/remind";
import { idleStore, setClock } from "../testing/idle-people";
import { ask, newContract, newMember, newPerson, proofs } from "../testing/new-member";
import { currentLocale, inLanguage } from "./language";
import type { Locale } from "./locales";

const arrive: Arrive = async () => ({ redirectTo: "/", storeId: null, needsOnboarding: false });
const setLocale = (id: number, locale: string | null) =>
  transaction("system", tx => tx.user.update({ where: { id }, data: { locale } }));

let block = 0;
beforeAll(() => setClock("12:00"));

/** Signs a number in from a page in this language; returns what came to it, and who they are. */
async function signInFrom(locale: Locale, phoneNumber: string, isNew = false) {
  const [browser, from] = [randomToken(24), { address: `2001:db8:${++block}::1`, agent: "test" }];
  const { challengeId } = await inLanguage(locale, () => sendOtp({ phoneNumber }, { browser, ...from }));
  const [message] = await listMessages({ to: phoneNumber });
  const answer = { challengeId, otp: message?.code ?? "" };
  const signedIn = await inLanguage(locale, () => verifyOtp(answer, { arrive, caller: { browser, ...from } }), isNew);
  return { body: message?.body, ...signedIn };
}

test("16: a code comes in the language of the page that asked for it; the first sign-in keeps that language, a later one does not change it", async () => {
  const first = await signInFrom("de", "+352621770001");
  expect(first.body).toMatch(/^\d{6} ist Ihr Gangway-Code\n/);
  expect(first.locale).toBe("de");
  expect((await findSession(first.sid))?.locale).toBe("de");
  const second = await signInFrom("fr", "+352621770001");
  expect(second.body).toContain("Gangway");
  expect(second.body).not.toMatch(/ist Ihr|is your/);
  expect(second.locale, "of their account, whatever the browser's").toBe("de");
  expect((await signInFrom("fr", "+352621770001", true)).locale, "just chosen, before signing in").toBe("fr");
  await setLocale(first.userId, "tlh");
  expect((await findSession(first.sid))?.locale, "none of ours").toBeUndefined();
});

test("16: a worker writes to each person in their language, and in English to who has none", async () => {
  const [german, plain] = [await idleStore(), await idleStore()];
  await setLocale(german.userId, "de");
  await sendReminders([storeReminding]);
  const [[toGerman], [toPlain]] = [
    await listMessages({ to: german.recipient }),
    await listMessages({ to: plain.recipient }),
  ];
  expect(toGerman?.subject).toMatch(/als Nächstes „Händlerprofil“$/);
  expect(toPlain?.subject).toMatch(/^Next for .*: Merchant profile$/);
});

test("16: in a tenant's own transaction nothing but a language is told of accounts; an address counts where it was confirmed", async () => {
  const { subject, userId, recipient } = await idleStore();
  await setLocale(userId, "fr");
  const spoken = (email: string) =>
    transaction({ store: subject }, async tx => [
      await inLanguageOf(tx, userId, currentLocale),
      await inLanguageOf(tx, null, currentLocale),
      await inLanguageOfAddress(tx, email, currentLocale),
    ]);
  expect(await spoken(recipient)).toEqual(["fr", "en", "en"]);
  const email = `confirmed-${recipient}`;
  await transaction("system", tx => tx.user.update({ where: { id: userId }, data: { email, emailConfirmed: true } }));
  expect(await spoken(email.toUpperCase())).toEqual(["fr", "en", "fr"]);
  expect(await inLanguage("de", () => spoken("nobody@example.com"))).toEqual(["fr", "de", "de"]);
});

test("16: a member hears in the language of the employer, whatever that of whoever activates", async () => {
  const contract = await newContract({ gold: {} });
  const activate = async () => {
    const person = newPerson();
    const id = await newMember(contract.id, { details: person });
    await inLanguage("de", () => ask(id, contract.plans.gold, proofs.direct));
    return (await listMessages({ to: person.emailId }))[0]?.subject;
  };
  expect(await activate()).toBe("Your plan is active: gold");
  await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE employer SET language = 'fr' WHERE id = (SELECT employer_id FROM parent_subscription WHERE id = ${contract.id})`,
  );
  const subject = await activate();
  expect(subject).toContain("gold");
  expect(subject).not.toMatch(/Your plan|Ihr Plan/);
});
