import { createTransport } from "nodemailer";
import { env } from "../env";
import { DeliveryError } from "./delivery-error";
import type { MessageContent } from "./outbox";

const waits = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 15_000 };

/** Hands a mail to the SMTP server of `SMTP_URL`; returns its Message-ID, which is the same at each try. */
export async function sendMail(id: string, to: string, content: MessageContent): Promise<string> {
  if (!env.smtpUrl) throw new DeliveryError("not_configured", false);
  const transport = createTransport({ url: env.smtpUrl, ...waits });
  const { subject, text, html } = content;
  try {
    const messageId = `<${id}@${new URL(env.appUrl).hostname}>`;
    const headers = { "Auto-Submitted": "auto-generated" };
    const info = await transport.sendMail({ from: env.mailFrom, to, subject, text, html, messageId, headers });
    return info.messageId;
  } finally {
    transport.close();
  }
}
