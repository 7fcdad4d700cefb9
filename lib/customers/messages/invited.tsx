import { formatInstant, translator } from "@/lib/platform/i18n/language";
import { Mail, MailButton, MailText, renderMail } from "@/lib/platform/notifications/mail";
import type { MessageContent } from "@/lib/platform/notifications/outbox";
import type { CustomerRole } from "../schema/access";

const t = translator("mail.customerInvite");
const toTheMinute = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;

/** Who is asked to work in which customer, as what, and until when. */
export type InviteNews = {
  customer: string;
  role: CustomerRole;
  link: string;
  expiresAt: Date;
  /** How many workflows are here, told to whom the onboarding asks: it is their welcome. */
  workflows?: number | undefined;
};

const textsOf = ({ customer, role, expiresAt, workflows }: InviteNews) => ({
  heading: workflows === undefined ? t("heading", { customer }) : t("welcome", { customer }),
  lead: workflows === undefined ? t("lead", { customer }) : t("aboard", { customer, workflows }),
  role: t(`roles.${role}`),
  life: t("life", { until: `${formatInstant(expiresAt, toTheMinute)} (UTC)` }),
  footer: t("footer", { customer }),
});

function InvitedMail({ texts, path }: { texts: ReturnType<typeof textsOf>; path: string }) {
  return (
    <Mail preview={texts.lead} heading={texts.heading} footer={texts.footer}>
      <MailText>{texts.lead}</MailText>
      <MailText>{texts.role}</MailText>
      <MailButton href={path}>{t("button")}</MailButton>
      <MailText>{texts.life}</MailText>
    </Mail>
  );
}

/** The mail that asks somebody to work in a customer: what they will see, until when, and that it takes a code too. */
export async function invitedMail(news: InviteNews): Promise<MessageContent> {
  const texts = textsOf(news);
  const { lead, role, life, footer } = texts;
  const { customer, workflows } = news;
  return {
    subject: t(workflows === undefined ? "subject" : "welcome", { customer }),
    text: [lead, role, news.link, life, footer].join("\n\n"),
    html: await renderMail(<InvitedMail texts={texts} path={new URL(news.link).pathname} />),
  };
}
