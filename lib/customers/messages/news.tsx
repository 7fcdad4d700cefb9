import { env } from "@/lib/platform/env";
import { translator } from "@/lib/platform/i18n/language";
import { Mail, MailButton, MailLink, MailText, renderMail } from "@/lib/platform/notifications/mail";
import type { MessageContent } from "@/lib/platform/notifications/outbox";

const t = translator("mail.customerNews");
const preferences = "/customer/preferences";

/** What may be news of a customer to its people; of the last two the admins hear as well. */
export type NewsKind = "sync_failed" | "sync_waits" | "sync_recovered" | "changed" | "sync_warned" | "sync_paused";

/** What its texts name. */
export type NewsValues = { name: string; count: number; limit: number };

/** Who reads it: where the button leads, for one of the customer's people where one POST ends such mails, and whether their role may choose what we write. */
export type NewsMail = { kind: NewsKind; values: NewsValues; place: string; stop: string | null; mayChoose: boolean };

function wordsOf({ kind, values, stop }: NewsMail) {
  const next = t(stop === null ? `${kind}.nextAdmin` : `${kind}.next`, values);
  return {
    ...{ heading: t(`${kind}.heading`, values), lead: t(`${kind}.lead`, values), next, button: t("button") },
    footer: t(stop === null ? "footerAdmin" : "footer", values),
  };
}

/** One piece of news of a customer by mail. */
export async function newsMail(news: NewsMail): Promise<MessageContent> {
  const { heading, lead, next, button, footer } = wordsOf(news);
  const { place, stop, mayChoose } = news;
  const link = new URL(place, env.appUrl).href;
  const choose = mayChoose ? [`${t("choose")}: ${new URL(preferences, env.appUrl).href}`] : [];
  const html = await renderMail(
    <Mail preview={lead} heading={heading} footer={footer}>
      <MailText>{lead}</MailText>
      <MailText>{next}</MailText>
      <MailButton href={place}>{button}</MailButton>
      {mayChoose ? <MailLink href={preferences}>{t("choose")}</MailLink> : null}
    </Mail>,
  );
  return {
    subject: heading,
    text: [heading, lead, next, `${button}: ${link}`, ...choose, footer].join("\n\n"),
    ...{ html, link },
    ...(stop === null ? {} : { unsubscribe: stop }),
  };
}
