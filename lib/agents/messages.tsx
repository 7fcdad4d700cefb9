import { env } from "@/lib/platform/env";
import { translator } from "@/lib/platform/i18n/language";
import { Mail, MailButton, MailText, renderMail } from "@/lib/platform/notifications/mail";
import type { MessageContent } from "@/lib/platform/notifications/outbox";

const t = translator("mail.agent");

type Letter = {
  subject: string;
  heading: string;
  lead: string;
  next?: string;
  button: string;
  footer: string;
  place: string;
};

function LetterMail({ heading, lead, next, button, footer, place }: Letter) {
  return (
    <Mail preview={lead} heading={heading} footer={footer}>
      <MailText>{lead}</MailText>
      {next ? <MailText>{next}</MailText> : null}
      <MailButton href={place}>{button}</MailButton>
    </Mail>
  );
}

/** One mail of one idea: what it is about, what comes next, and one way on. */
async function toMail(letter: Letter): Promise<MessageContent> {
  const { subject, lead, next, button, footer, place } = letter;
  const link = new URL(place, env.appUrl).toString();
  const text = [lead, next, `${button}: ${link}`, footer].filter(part => part !== undefined).join("\n\n");
  return { subject, text, html: await renderMail(<LetterMail {...letter} />), link };
}

/** The one mail after somebody has opened an agent's account: what comes next and where. */
export const welcomeMail = ({ name }: { name: string }) =>
  toMail({
    subject: t("welcome.subject"),
    heading: t("welcome.heading", { name }),
    lead: t("welcome.lead"),
    button: t("welcome.button"),
    footer: t("welcome.footer"),
    place: "/agent/onboarding",
  });

/** To whom an admin has made an account: how to come in. Of the number its last four digits. */
export const invitedMail = ({ name, phone }: { name: string; phone: string }) =>
  toMail({
    subject: t("invited.subject"),
    heading: t("invited.heading", { name }),
    lead: t("invited.lead", { phone }),
    button: t("invited.button"),
    footer: t("invited.footer"),
    place: "/login?next=/agent/onboarding",
  });

/** A key, why it is or was of no use, and where to replace it. */
export type KeyNews = { lastFour: string; fault: "auth" | "permission" | "unreadable"; place: string };

const keyMail = (kind: "keyBroken" | "keyWorks", { place, ...news }: KeyNews) =>
  toMail({
    subject: t(`${kind}.subject`),
    heading: t(`${kind}.heading`),
    lead: t(`${kind}.lead`, news),
    next: t(`${kind}.next`, news),
    button: t(`${kind}.button`),
    footer: t(`${kind}.footer`),
    place,
  });

/** To the agent, once: the stored key is of no use, why, and where to replace it. Of the key itself its last four characters at most. */
export const keyBrokenMail = (news: KeyNews) => keyMail("keyBroken", news);

/** To an agent who was told that it is broken: it works again. */
export const keyWorksMail = (news: KeyNews) => keyMail("keyWorks", news);

/** How what a sync lacks comes: tried again by itself or by its person, or after another key. */
export type GoesOn = "by_itself" | "by_hand" | "broken_key" | "no_key";

/** How a sync ended, what is missing of it as people read it, what stopped it, and where to look. */
export type RunNews = {
  outcome: "complete" | "partial" | "failed";
  missing: string;
  reason: string;
  goesOn: GoesOn;
  place: string;
};

/** To whoever asked, once: a sync has ended, and how. */
export const readyMail = ({ place, ...news }: RunNews) =>
  toMail({
    subject: t("ready.subject", news),
    heading: t("ready.heading", news),
    lead: t("ready.lead", news),
    button: t("ready.button", news),
    footer: t("ready.footer"),
    place,
  });

const smsLifeSeconds = 86_400;

/** The same in one short message; of no use a day later. */
export function readySms({ place, ...news }: RunNews): MessageContent {
  const link = new URL(place, env.appUrl).toString();
  return { text: t("ready.sms", { ...news, link }), link, usefulForSeconds: smsLifeSeconds };
}
