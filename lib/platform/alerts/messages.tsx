import { createTranslator } from "next-intl";
import { randomToken } from "../crypto";
import type { Tx } from "../db";
import { env } from "../env";
import { messages } from "../i18n/messages";
import { Mail, MailButton, MailText, renderMail } from "../notifications/mail";
import { enqueueMessage } from "../notifications/outbox";
import { slackWay, tellSlack } from "../notifications/slack";
import type { RuleKind } from "./schema";

/** An alert that is told of; `told` is how often it was. */
export type Told = { id: number; subject: string; detail: Record<string, string | number>; told: number };
type Admin = { id: number; email: string };
type News = { rule: RuleKind; alert: Told; isOver: boolean };

const t = createTranslator({ locale: "en", messages, namespace: "alerts" });
const desk = "/admin/alerts";

/** Where what an alert tells of is mended, where it says so; else the desk. */
const placeOf = ({ detail: { path } }: Pick<Told, "detail">): string => (typeof path === "string" ? path : desk);

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
  const place = placeOf(alert);
  return {
    subject: t(isOver ? "mail.overSubject" : "mail.subject", { name }),
    heading: t(isOver ? "mail.overHeading" : "mail.heading", { name }),
    what: t(`rules.${rule}.what`, figures),
    next: isOver ? t("mail.over") : t(`rules.${rule}.next`, figures),
    button: t(place === desk ? "mail.button" : "mail.buttonThere"),
    footer: t("mail.footer"),
    place,
  };
}

async function alertMail({ subject, heading, what, next, button, footer, place }: ReturnType<typeof wordsOf>) {
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

const slackText = ({ heading, what, next, place }: Omit<ReturnType<typeof wordsOf>, "subject" | "button" | "footer">) =>
  `*${heading}*\n${what}\n${next}\n${new URL(place, env.appUrl)}`;

/** What a rule has to tell: where, what has begun, once it is claimed, and what is over. */
type Telling = {
  rule: RuleKind;
  channels: readonly string[];
  claim: () => Promise<Told[]>;
  over: readonly Told[];
};

/**
 * Writes to every admin and to Slack, as the rule says: what `claim` says is to be told, and of what is over that which was told. In Slack an alert is
 * one message, which says in the end that it is over. With nobody to write to nothing counts as told, so that the first who can be reached hears of it.
 */
export async function tellAlerts(tx: Tx, { rule, channels, claim, over }: Telling): Promise<void> {
  const admins = channels.includes("email") ? await listReachableAdmins(tx) : [];
  const isToldInSlack = channels.includes("slack") && slackWay() !== null;
  if (admins.length === 0 && !isToldInSlack) return;
  const begun = (await claim()).map(alert => ({ alert, isOver: false, key: String(alert.told) }));
  const ended = over.filter(({ told }) => told > 0).map(alert => ({ alert, isOver: true, key: "over" }));
  for (const { alert, isOver, key } of [...ended, ...begun]) {
    const words = wordsOf({ rule, alert, isOver });
    const topic = `${alertKeyPrefix}${alert.id}`;
    const mail = await alertMail(words);
    for (const { id, email } of admins)
      await enqueueMessage(tx, { channel: "email", recipient: email, dedupeKey: `${topic}:${key}:${id}`, ...mail });
    if (isToldInSlack) await tellSlack(tx, { topic, text: slackText(words), dedupeKey: `${topic}:${key}:slack` });
  }
}

/** Writes to every admin, and to Slack when the rule tells there, that this is a test of it; answers how many admins there are. */
export async function writeTest(tx: Tx, rule: RuleKind, channels: readonly string[]): Promise<number> {
  const name = t(`rules.${rule}.name`);
  const [subject, heading] = [t("mail.testSubject", { name }), t("mail.testHeading", { name })];
  const told = { what: t("mail.test"), next: t("mail.testNext"), button: t("mail.button"), place: desk };
  const words = { subject, heading, ...told };
  const mail = await alertMail({ ...words, footer: t("mail.footer") });
  const admins = await listReachableAdmins(tx);
  for (const { email } of admins) await enqueueMessage(tx, { channel: "email", recipient: email, ...mail });
  const topic = `alert-test:${randomToken(9)}`;
  if (channels.includes("slack")) await tellSlack(tx, { topic, text: slackText(words), dedupeKey: topic });
  return admins.length;
}
