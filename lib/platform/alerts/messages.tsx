import { createTranslator } from "next-intl";
import type { Tx } from "../db";
import { env } from "../env";
import { messages } from "../i18n/messages";
import { Mail, MailButton, MailText, renderMail } from "../notifications/mail";
import { enqueueMessage } from "../notifications/outbox";
import type { RuleKind } from "./schema";

/** An alert that is told of; `told` is how often it was. */
export type Told = { id: number; subject: string; detail: Record<string, string | number>; told: number };
type Admin = { id: number; email: string };
type News = { rule: RuleKind; alert: Told; isOver: boolean };

const t = createTranslator({ locale: "en", messages, namespace: "alerts" });
const place = "/admin/alerts";

/** How the outbox names the messages of alerts, so that whoever stands in for a dead worker finds them. */
export const alertKeyPrefix = "alert:";

/** The admins that can be written to: not disabled, and with an address that is known to be theirs. */
export const listReachableAdmins = (tx: Tx): Promise<Admin[]> =>
  tx.$queryRaw<Admin[]>`
    SELECT u.id, u.email FROM "user" u
    WHERE u.disabled_at IS NULL AND u.email IS NOT NULL AND u.email_confirmed
      AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role = 'admin') ORDER BY u.id`;

function wordsOf({ rule, alert, isOver }: News) {
  const figures = { ...alert.detail, subject: alert.subject };
  const name = t(`rules.${rule}.name`);
  return {
    subject: t(isOver ? "mail.overSubject" : "mail.subject", { name }),
    heading: t(isOver ? "mail.overHeading" : "mail.heading", { name }),
    what: t(`rules.${rule}.what`, figures),
    next: isOver ? t("mail.over") : t(`rules.${rule}.next`, figures),
    button: t("mail.button"),
    footer: t("mail.footer"),
  };
}

async function alertMail({ subject, heading, what, next, button, footer }: ReturnType<typeof wordsOf>) {
  const link = new URL(place, env.appUrl).toString();
  return {
    subject,
    text: [heading, what, next, `${button}: ${link}`, footer].join("\n\n"),
    html: await renderMail(
      <Mail preview={what} heading={heading} footer={footer}>
        <MailText>{what}</MailText>
        <MailText>{next}</MailText>
        <MailButton href={place}>{button}</MailButton>
      </Mail>,
    ),
    link,
  };
}

/**
 * Writes to every admin: what `claim` says is to be told, and of what is over that which they were told. With nobody to write to nothing counts as
 * told, so that the first admin who can be reached hears of it.
 */
export async function tellAdmins(tx: Tx, rule: RuleKind, claim: () => Promise<Told[]>, over: readonly Told[]) {
  const admins = await listReachableAdmins(tx);
  if (admins.length === 0) return;
  const begun = (await claim()).map(alert => ({ alert, isOver: false, key: String(alert.told) }));
  const ended = over.filter(({ told }) => told > 0).map(alert => ({ alert, isOver: true, key: "over" }));
  for (const { alert, isOver, key } of [...ended, ...begun]) {
    const mail = await alertMail(wordsOf({ rule, alert, isOver }));
    for (const { id, email } of admins) {
      const dedupeKey = `${alertKeyPrefix}${alert.id}:${key}:${id}`;
      await enqueueMessage(tx, { channel: "email", recipient: email, dedupeKey, ...mail });
    }
  }
}

/** Writes to every admin that this is a test of a rule; answers how many there are. */
export async function writeTest(tx: Tx, rule: RuleKind): Promise<number> {
  const name = t(`rules.${rule}.name`);
  const [subject, heading] = [t("mail.testSubject", { name }), t("mail.testHeading", { name })];
  const words = { subject, heading, what: t("mail.test"), next: t("mail.testNext"), button: t("mail.button") };
  const mail = await alertMail({ ...words, footer: t("mail.footer") });
  const admins = await listReachableAdmins(tx);
  for (const { email } of admins) await enqueueMessage(tx, { channel: "email", recipient: email, ...mail });
  return admins.length;
}
