import { env } from "@/lib/platform/env";
import { translator } from "@/lib/platform/i18n/language";
import { Mail, MailButton, MailText, renderMail } from "@/lib/platform/notifications/mail";

const t = translator("stores");

type Welcome = { code: string; name: string; ownerName: string };

function WelcomeMail({ code, name, ownerName }: Welcome) {
  return (
    <Mail
      preview={t("welcomeMail.preview", { name })}
      heading={t("welcomeMail.heading", { ownerName })}
      footer={t("welcomeMail.footer", { name })}
    >
      <MailText>{t("welcomeMail.lead", { name })}</MailText>
      <MailText>{t("welcomeMail.code", { code })}</MailText>
      <MailButton href={`/store/${code}/onboarding`}>{t("welcomeMail.button")}</MailButton>
    </Mail>
  );
}

/** The one mail after a store is verified: what comes next and where. */
export async function welcomeMail(store: Welcome) {
  const link = `${env.appUrl}/store/${store.code}/onboarding`;
  const { code, name } = store;
  return {
    subject: t("welcomeMail.subject", { name }),
    text: [
      t("welcomeMail.lead", { name }),
      t("welcomeMail.code", { code }),
      `${t("welcomeMail.button")}: ${link}`,
      t("welcomeMail.footer", { name }),
    ].join("\n\n"),
    html: await renderMail(<WelcomeMail {...store} />),
    link,
  };
}

type KeyNews = {
  name: string;
  lastFour: string;
  shopName: string;
  fault: "auth" | "permission" | "unreadable";
  place: string;
};

function KeyMail({ kind, news }: { kind: "keyBrokenMail" | "keyWorksMail"; news: KeyNews }) {
  return (
    <Mail preview={t(`${kind}.lead`, news)} heading={t(`${kind}.heading`)} footer={t(`${kind}.footer`, news)}>
      <MailText>{t(`${kind}.lead`, news)}</MailText>
      <MailText>{t(`${kind}.next`, news)}</MailText>
      <MailButton href={news.place}>{t(`${kind}.button`)}</MailButton>
    </Mail>
  );
}

async function keyMail(kind: "keyBrokenMail" | "keyWorksMail", news: KeyNews) {
  const link = new URL(news.place, env.appUrl).toString();
  return {
    subject: t(`${kind}.subject`, news),
    text: [
      t(`${kind}.lead`, news),
      t(`${kind}.next`, news),
      `${t(`${kind}.button`)}: ${link}`,
      t(`${kind}.footer`, news),
    ].join("\n\n"),
    html: await renderMail(<KeyMail kind={kind} news={news} />),
    link,
  };
}

/** To the owner, once: a stored key is of no use, why, and where to replace it. Of the key itself its last four characters at most. */
export const keyBrokenMail = (news: KeyNews) => keyMail("keyBrokenMail", news);

/** To an owner who was told that it is broken: it works again. */
export const keyWorksMail = (news: KeyNews) => keyMail("keyWorksMail", news);

/** How a run of an import ended, and where to look. */
export type RunNews = {
  name: string;
  outcome: "complete" | "partial" | "failed";
  orders: number;
  products: number;
  /** Rows of both that were not imported. */
  skipped: number;
  place: string;
};

function ReadyMail({ news }: { news: RunNews }) {
  return (
    <Mail
      preview={t("readyMail.lead", news)}
      heading={t("readyMail.heading", news)}
      footer={t("readyMail.footer", news)}
    >
      <MailText>{t("readyMail.lead", news)}</MailText>
      <MailText>{t("readyMail.next", news)}</MailText>
      <MailButton href={news.place}>{t("readyMail.button", news)}</MailButton>
    </Mail>
  );
}

/** To whoever asked, once: an import has ended, and how. */
export async function readyMail(news: RunNews) {
  const link = new URL(news.place, env.appUrl).toString();
  return {
    subject: t("readyMail.subject", news),
    text: [
      t("readyMail.lead", news),
      t("readyMail.next", news),
      `${t("readyMail.button", news)}: ${link}`,
      t("readyMail.footer", news),
    ].join("\n\n"),
    html: await renderMail(<ReadyMail news={news} />),
    link,
  };
}

const smsLifeSeconds = 86_400;

/** The same in one short message; of no use a day later. */
export function readySms(news: RunNews) {
  const link = new URL(news.place, env.appUrl).toString();
  return { text: t("readyMail.sms", { ...news, link }), link, usefulForSeconds: smsLifeSeconds };
}
