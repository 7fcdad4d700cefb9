import { env } from "../env";
import { translator } from "../i18n/language";
import { Mail, MailButton, MailText, renderMail } from "../notifications/mail";
import type { MessageContent } from "../notifications/outbox";

const t = translator("viewAs");
const absolute = (path: string) => new URL(path, env.appUrl).toString();

type Words = { subject: string; heading: string; lead: string; said: string; button: string; footer: string };

async function toMail(words: Words, place: string): Promise<MessageContent> {
  const { subject, heading, lead, said, button, footer } = words;
  const html = await renderMail(
    <Mail preview={lead} heading={heading} footer={footer}>
      <MailText>{lead}</MailText>
      {said ? <MailText>{said}</MailText> : null}
      <MailButton href={place}>{button}</MailButton>
    </Mail>,
  );
  const link = absolute(place);
  const text = [lead, said, `${button}: ${link}`, footer].filter(Boolean).join("\n\n");
  return { subject, text, html, link };
}

/** Where somebody reads what support did. */
export const noticesPlace = "/account/notices";

/** To whom support looks at: that it does, for how long, and why. */
export const lookedAtMail = (reason: string, minutes: number): Promise<MessageContent> =>
  toMail(
    {
      subject: t("told.subject"),
      heading: t("told.heading"),
      lead: t("told.lead", { minutes }),
      said: t("told.reason", { reason }),
      button: t("told.button"),
      footer: t("told.footer"),
    },
    noticesPlace,
  );

/** The same in one short message. */
export const lookedAtSms = (reason: string, minutes: number): MessageContent => ({
  text: t("told.sms", { reason, minutes, link: absolute(noticesPlace) }),
  link: absolute(noticesPlace),
});

/** To whom support points to a field: straight there, with what it says. */
export const pointedMail = (place: string, note: string): Promise<MessageContent> =>
  toMail(
    {
      subject: t("pointed.subject"),
      heading: t("pointed.heading"),
      lead: t("pointed.lead"),
      said: note && t("pointed.note", { note }),
      button: t("pointed.button"),
      footer: t("pointed.footer"),
    },
    place,
  );

/** The same in one short message. */
export const pointedSms = (place: string, note: string): MessageContent => ({
  text: t("pointed.sms", { note, hasNote: note ? "yes" : "no", link: absolute(place) }),
  link: absolute(place),
});
