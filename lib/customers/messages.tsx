import { translator } from "@/lib/platform/i18n/language";
import { Mail, MailText, renderMail } from "@/lib/platform/notifications/mail";
import type { MessageContent } from "@/lib/platform/notifications/outbox";

const t = translator("mail.customer");

/** A customer that has come aboard: how many workflows are here, and every how many minutes they are read, 0 for never by themselves. */
export type Aboard = { name: string; workflows: number; minutes: number };

/** To the contact of a customer, once: its tenant is connected. */
export async function aboardMail(about: Aboard): Promise<MessageContent> {
  const [heading, lead, next] = [t("aboard.heading", about), t("aboard.lead", about), t("aboard.next", about)];
  const footer = t("aboard.footer", about);
  const html = await renderMail(
    <Mail preview={lead} heading={heading} footer={footer}>
      <MailText>{lead}</MailText>
      <MailText>{next}</MailText>
    </Mail>,
  );
  return { subject: t("aboard.subject", about), text: [heading, lead, next, footer].join("\n\n"), html };
}
