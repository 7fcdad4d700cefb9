import { createTranslator } from "next-intl";
import { env } from "../env";
import { messages } from "../i18n/messages";
import { Mail, MailButton, MailText, renderMail } from "../notifications/mail";
import type { AnyRule, RuleKind } from "./schema";
import { severityOf } from "./severity";

/** An alert that is told of; `told` is how often it was. */
export type Told = { id: number; subject: string; detail: Record<string, string | number>; told: number };
/** What is told: that something has begun or goes on, or that it is over. */
export type News = { rule: AnyRule; alert: Told; isOver: boolean };

// Of the team: in its one language.
const t = createTranslator({ locale: "en", messages, namespace: "alerts" });
const desk = "/admin/alerts";

/** Where what an alert tells of is mended, where it says so; else the desk. */
const placeOf = ({ detail: { path } }: Pick<Told, "detail">): string => (typeof path === "string" ? path : desk);

/** The words of a piece of news, from which each channel makes its own. */
export function wordsOf({ rule, alert, isOver }: News) {
  const figures = { ...alert.detail, subject: alert.subject };
  const name = t(`rules.${rule}.name`);
  const place = placeOf(alert);
  return {
    name,
    severity: severityOf(rule, alert.detail),
    subject: t(isOver ? "mail.overSubject" : "mail.subject", { name }),
    heading: t(isOver ? "mail.overHeading" : "mail.heading", { name }),
    what: t(`rules.${rule}.what`, figures),
    next: isOver ? t("mail.over") : t(`rules.${rule}.next`, figures),
    button: t(place === desk ? "mail.button" : "mail.buttonThere"),
    footer: t("mail.footer"),
    place,
  };
}

type Words = ReturnType<typeof wordsOf>;

/** A mail about an alert. */
export async function alertMail({
  subject,
  heading,
  what,
  next,
  button,
  footer,
  place,
}: Omit<Words, "name" | "severity">) {
  const link = new URL(place, env.appUrl).toString();
  return {
    subject,
    text: [heading, what, next, `${button}: ${link}`, footer].join("\n\n"),
    html: await renderMail(
      <Mail locale="en" preview={what} heading={heading} footer={footer}>
        <MailText>{what}</MailText>
        <MailText>{next}</MailText>
        <MailButton href={place}>{button}</MailButton>
      </Mail>,
    ),
    link,
  };
}

/** A text for Slack. */
export const slackText = ({ heading, what, next, place }: Pick<Words, "heading" | "what" | "next" | "place">): string =>
  `*${heading}*\n${what}\n${next}\n${new URL(place, env.appUrl)}`;

// As much as two texts hold: who reads on finds the rest at the address.
const longestText = 160;

/** A text message: what it is, as much of what was seen as fits, and where to look. */
export const smsText = ({ subject, what, place }: Pick<Words, "subject" | "what" | "place">): string => {
  const said = `${subject}. ${what}`;
  const short = said.length > longestText ? `${said.slice(0, longestText).toWellFormed()}…` : said;
  return `${short} ${new URL(place, env.appUrl)}`;
};

/** What a test of a rule says, by each channel. */
export async function testWords(rule: RuleKind) {
  const name = t(`rules.${rule}.name`);
  const [subject, heading] = [t("mail.testSubject", { name }), t("mail.testHeading", { name })];
  const told = { what: t("mail.test"), next: t("mail.testNext"), button: t("mail.button"), place: desk };
  const words = { subject, heading, ...told };
  const mail = await alertMail({ ...words, footer: t("mail.footer") });
  return { mail, text: smsText(words), slack: slackText(words) };
}
