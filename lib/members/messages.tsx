import { currentLocale, formatInstant, translator } from "@/lib/platform/i18n/language";
import { Mail, MailButton, MailText, renderMail } from "@/lib/platform/notifications/mail";
import type { MessageContent } from "@/lib/platform/notifications/outbox";
import type { Otherwise } from "./schema/invite";

const t = translator("mail.member");

/** Whose plan has begun, which, and whether it took the place of another. */
export type ActivatedNews = { name: string; plan: string; isReplacement: boolean };

type Letter = Record<"heading" | "lead" | "next" | "footer", string>;

function ActivatedMail({ heading, lead, next, footer }: Letter) {
  return (
    <Mail preview={lead} heading={heading} footer={footer}>
      <MailText>{lead}</MailText>
      <MailText>{next}</MailText>
    </Mail>
  );
}

type Kind = "activated" | "replaced";
type Named = { name: string; plan: string };

const letterOf = (kind: Kind, { name, plan }: Named): Letter => ({
  heading: t(`${kind}.heading`, { name, plan }),
  lead: t(`${kind}.lead`, { plan }),
  next: t(`${kind}.next`, { plan }),
  footer: t(`${kind}.footer`),
});

// Where a name stands in a page that was made without one: characters that no text of ours has.
const places: Named = { name: "\ue001", plan: "\ue002" };
const pages = new Map<string, Promise<string>>();
const marks: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const escapeText = (text: string) => text.replace(/[&<>"']/g, mark => marks[mark] ?? mark);

// To make a page takes as long as all the rest of an activation: each is made once, and the names are put in.
async function pageOf(kind: Kind, { name, plan }: Named): Promise<string> {
  const key = `${currentLocale()}:${kind}`;
  const page = pages.get(key) ?? renderMail(<ActivatedMail {...letterOf(kind, places)} />);
  pages.set(key, page);
  const named = { [places.name]: escapeText(name), [places.plan]: escapeText(plan) };
  return (await page).replace(/[\ue001\ue002]/g, place => named[place] ?? "");
}

/** The one mail of a plan that has begun: which it is, and that it holds from now on. */
export async function activatedMail({ isReplacement, ...named }: ActivatedNews): Promise<MessageContent> {
  const kind = isReplacement ? "replaced" : "activated";
  const { heading, lead, next, footer } = letterOf(kind, named);
  const subject = t(`${kind}.subject`, { plan: named.plan });
  return { subject, text: [heading, lead, next, footer].join("\n\n"), html: await pageOf(kind, named) };
}

/** Who invites whom to what, and what becomes of who does nothing. */
export type InviteNews = {
  name: string | null;
  plan: string;
  employer: string;
  link: string;
  expiresAt: Date;
  otherwise: Otherwise;
  otherwiseAt: Date;
  /** Nobody has to tell anything more of them. */
  isComplete: boolean;
};

const toTheDay = { dateStyle: "long", timeZone: "UTC" } as const;
const dayOf = (at: Date) => `${formatInstant(at, toTheDay)} (UTC)`;
const minuteOf = (at: Date) => `${formatInstant(at, { ...toTheDay, timeStyle: "short" })} (UTC)`;

const invitedTexts = ({ name, plan, employer, expiresAt, otherwise, otherwiseAt, isComplete }: InviteNews) => ({
  heading: t("invited.heading", { name: name ?? "none" }),
  lead: t("invited.lead", { employer, plan }),
  life: t("invited.life", { until: minuteOf(expiresAt) }),
  otherwise: t(`invited.${otherwise === "scheduled" && !isComplete ? "scheduledIfComplete" : otherwise}`, {
    when: dayOf(otherwiseAt),
  }),
  footer: t("invited.footer", { employer }),
});

function InvitedMail({ texts, path }: { texts: ReturnType<typeof invitedTexts>; path: string }) {
  return (
    <Mail preview={texts.lead} heading={texts.heading} footer={texts.footer}>
      <MailText>{texts.lead}</MailText>
      <MailButton href={path}>{t("invited.button")}</MailButton>
      <MailText>{texts.life}</MailText>
      <MailText>{texts.otherwise}</MailText>
    </Mail>
  );
}

/** The mail that asks somebody aboard: by whom, to what, until when, and what becomes of who does nothing. */
export async function invitedMail(news: InviteNews): Promise<MessageContent> {
  const texts = invitedTexts(news);
  const { heading, lead, life, otherwise, footer } = texts;
  return {
    subject: t("invited.subject", { employer: news.employer, plan: news.plan }),
    text: [heading, lead, news.link, life, otherwise, footer].join("\n\n"),
    html: await renderMail(<InvitedMail texts={texts} path={new URL(news.link).pathname} />),
  };
}

// An SMS is dear and short: of a long name its beginning tells enough.
const shortName = (name: string) => (name.length > 30 ? `${name.slice(0, 29).trimEnd()}…` : name);

/** The same in one SMS. */
export const invitedSms = ({ employer, link }: InviteNews): string =>
  t("invited.sms", { employer: shortName(employer), link });
