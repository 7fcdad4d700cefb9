import type { Tx } from "../db";
import { env } from "../env";
import { translator } from "../i18n/language";
import { Mail, MailCode, MailText, renderMail } from "../notifications/mail";
import { codeKind, enqueueMessage, type NewMessage } from "../notifications/outbox";
import type { Receipt } from "../rate-limit";
import { codeLimits } from "./limits";
import { findTestCode } from "./test-numbers";

type CodeMessage = {
  channel: "sms" | "email";
  identifier: string;
  code: string;
  silent: boolean;
  /** What it is good for, where that is not an account. */
  subject: string | null;
  /** Names the message among all: see `messageKeyOf`. */
  key: string;
  /** What the message cost. */
  spent: readonly Receipt[];
};

const t = translator("mail");

/** The text of a code by SMS; its last line lets the browser of this very host fill the code in (WebOTP). */
export const codeSms = (code: string): string =>
  `${t("code.sms", { code })}\n\n@${new URL(env.appUrl).hostname} #${code}`;

function CodeMail({ code, lead }: { code: string; lead: string }) {
  const minutes = codeLimits.lifeSeconds / 60;
  return (
    <Mail preview={t("code.preview", { minutes })} heading={t("code.heading")} footer={t("code.footer")}>
      <MailText>{lead}</MailText>
      <MailCode>{code}</MailCode>
      <MailText>{t("code.life", { minutes })}</MailText>
    </Mail>
  );
}

type MadeMail = Pick<NewMessage, "subject" | "text" | "html">;

const leadOf = (subject: string | null) => {
  if (subject === null) return "code.lead";
  return subject.startsWith("customer:") ? "code.leadJoin" : "code.leadInvite";
};

async function codeMail({ code, identifier, subject }: CodeMessage): Promise<MadeMail> {
  const lead = t(leadOf(subject), { to: identifier });
  const life = t("code.life", { minutes: codeLimits.lifeSeconds / 60 });
  return {
    subject: t("code.subject", { code }),
    text: [lead, code, life, t("code.footer")].join("\n\n"),
    html: await renderMail(<CodeMail code={code} lead={lead} />),
  };
}

/** Puts a code into the outbox. A silent one does all the work and sends nothing, so that time does not tell who has an account. */
export async function sendCode(tx: Tx, message: CodeMessage): Promise<void> {
  const { channel, identifier, code, silent, key, spent } = message;
  const content = channel === "sms" ? { text: codeSms(code) } : await codeMail(message);
  const usefulForSeconds = codeLimits.lifeSeconds;
  const withheld = silent || (await findTestCode(tx, identifier)) !== null;
  const how = { kind: codeKind, usefulForSeconds, withheld, dedupeKey: key, spent };
  await enqueueMessage(tx, { channel, recipient: identifier, ...content, code, ...how });
}
