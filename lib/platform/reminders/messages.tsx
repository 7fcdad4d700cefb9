import { env } from "../env";
import type { Kind } from "../flow/subject";
import { translator } from "../i18n/language";
import { Mail, MailButton, MailLink, MailText, renderMail } from "../notifications/mail";
import type { MessageContent } from "../notifications/outbox";

const t = translator("mail.reminder");
const steps = translator("onboarding.steps");

/** How far somebody is, which step comes next and where, and the token that stops reminders. */
export type ReminderNews = {
  kind: Kind;
  name: string;
  step: string;
  done: number;
  total: number;
  place: string;
  token: string;
};

const absolute = (path: string) => new URL(path, env.appUrl).toString();
const choosePlace = "/account/preferences";
const stopPlace = ({ token }: ReminderNews) => `/reminders/${token}`;

function wordsOf({ kind, name, step: id, done, total }: ReminderNews) {
  const what = t(`what.${kind}`, { name });
  const step = steps.has(id as "details") ? steps(id as "details") : id;
  return {
    step,
    lead: t("lead", { done, total, what }),
    next: t("next", { step }),
    footer: t("footer", { what }),
    what,
  };
}

function ReminderMail({ news }: { news: ReminderNews }) {
  const { lead, next, footer } = wordsOf(news);
  return (
    <Mail preview={next} heading={t("heading")} footer={footer}>
      <MailText>{lead}</MailText>
      <MailText>{next}</MailText>
      <MailButton href={news.place}>{t("button")}</MailButton>
      <MailLink href={stopPlace(news)}>{t("stop")}</MailLink>
      <MailLink href={choosePlace}>{t("choose")}</MailLink>
    </Mail>
  );
}

/** One friendly mail: what comes next, straight to it, and how to get no more. */
export async function reminderMail(news: ReminderNews): Promise<MessageContent> {
  const { lead, next, footer, what, step } = wordsOf(news);
  const link = absolute(news.place);
  const ways = [
    `${t("button")}: ${link}`,
    `${t("stop")}: ${absolute(stopPlace(news))}`,
    `${t("choose")}: ${absolute(choosePlace)}`,
  ];
  return {
    subject: t("subject", { what, step }),
    text: [lead, next, ...ways, footer].join("\n\n"),
    html: await renderMail(<ReminderMail news={news} />),
    link,
    unsubscribe: absolute(`/api/v1/reminders/${news.token}`),
  };
}

// Rather never than at night.
const smsLifeSeconds = 3600;

/** The same in one short message. */
export function reminderSms(news: ReminderNews): MessageContent {
  const link = absolute(news.place);
  const { what, step } = wordsOf(news);
  const text = t("sms", { what, step, link, stop: absolute(stopPlace(news)) });
  return { text, link, usefulForSeconds: smsLifeSeconds };
}
