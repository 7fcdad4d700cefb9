import { createTranslator } from "next-intl";
import type { Tx } from "../db";
import { env } from "../env";
import { messages } from "../i18n/messages";
import { Mail, MailCode, MailText, renderMail } from "../notifications/mail";
import { enqueueMessage, type NewMessage } from "../notifications/outbox";
import type { Receipt } from "../rate-limit";
import { codeLimits } from "./limits";
import { findTestCode } from "./test-numbers";

type CodeMessage = {
  channel: "sms" | "email";
  identifier: string;
  code: string;
  silent: boolean;
  /** Names the message among all: see `messageKeyOf`. */
  key: string;
  /** What the message cost. */
  spent: readonly Receipt[];
};

const t = createTranslator({ locale: "en", messages, namespace: "mail" });

/** The text of a code by SMS; its last line lets the browser of this very host fill the code in (WebOTP). */
export const codeSms = (code: string): string =>
  `${t("code.sms", { code })}\n\n@${new URL(env.appUrl).hostname} #${code}`;

function CodeMail({ code, to }: { code: string; to: string }) {
  const minutes = codeLimits.lifeSeconds / 60;
  return (
    <Mail preview={t("code.preview", { minutes })} heading={t("code.heading")} footer={t("code.footer")}>
      <MailText>{t("code.lead", { to })}</MailText>
      <MailCode>{code}</MailCode>
      <MailText>{t("code.life", { minutes })}</MailText>
    </Mail>
  );
}

async function codeMail(code: string, to: string): Promise<Pick<NewMessage, "subject" | "text" | "html">> {
  const life = t("code.life", { minutes: codeLimits.lifeSeconds / 60 });
  return {
    subject: t("code.subject", { code }),
    text: [t("code.lead", { to }), code, life, t("code.footer")].join("\n\n"),
    html: await renderMail(<CodeMail code={code} to={to} />),
  };
}

/** Puts a code into the outbox. A silent one does all the work and sends nothing, so that time does not tell who has an account. */
export async function sendCode(tx: Tx, message: CodeMessage): Promise<void> {
  const { channel, identifier, code, silent, key, spent } = message;
  const content = channel === "sms" ? { text: codeSms(code) } : await codeMail(code, identifier);
  const usefulForSeconds = codeLimits.lifeSeconds;
  const withheld = silent || (await findTestCode(tx, identifier)) !== null;
  const how = { usefulForSeconds, withheld, dedupeKey: key, spent };
  await enqueueMessage(tx, { channel, recipient: identifier, ...content, code, ...how });
}
