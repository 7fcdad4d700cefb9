import { setTimeout as sleep } from "node:timers/promises";
import { createTransport } from "nodemailer";
import { env } from "../env";
import { guarded } from "../outbound/guarded";
import { OutboundError } from "../outbound/outbound-error";
import { DeliveryError, toDeliveryError } from "./delivery-error";
import type { MessageContent } from "./outbox";

const waits = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 15_000 };
// With the wait for a seat it stays below the minute in which nobody else touches the message.
const totalMs = 25_000;

type Mail = { to: string; content: MessageContent };

/**
 * Hands a mail to the SMTP server of `SMTP_URL`, within its budget and while its circuit is closed; returns its Message-ID, which is the same at
 * each try. Throws DeliveryError or OutboundError; `signal` ends the wait for a turn, not a mail on its way.
 */
export async function sendMail(id: string, mail: Mail, signal?: AbortSignal): Promise<string> {
  const { smtpUrl } = env;
  if (!smtpUrl) throw new DeliveryError("not_configured", false);
  const one = { upstream: "smtp", circuit: "smtp", method: "MAIL", address: smtpUrl, attempt: 0 } as const;
  const taken = await guarded({ ...one, holdMs: totalMs, signal }, async () => {
    const messageId = await handOver(smtpUrl, id, mail).catch((thrown: unknown) => {
      throw toOutboundError(thrown);
    });
    return { status: 250, messageId };
  });
  return taken.messageId;
}

async function handOver(smtpUrl: string, id: string, { to, content }: Mail): Promise<string> {
  const transport = createTransport({ url: withCheckedCertificate(smtpUrl), ...waits });
  const { subject, text, html, unsubscribe } = content;
  const messageId = `<${id}@${new URL(env.appUrl).hostname}>`;
  const headers = { "Auto-Submitted": "auto-generated", ...unsubscribeHeaders(unsubscribe) };
  const over = new AbortController();
  try {
    const sending = transport.sendMail({ from: env.mailFrom, to, subject, text, html, messageId, headers });
    return (await Promise.race([sending, deadline(over.signal)])).messageId;
  } finally {
    over.abort();
    transport.close();
  }
}

const unsubscribeHeaders = (address: string | undefined) =>
  address && { "List-Unsubscribe": `<${address}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };

/** What stands in the address wins over options, so the check of certificates is put there too: no query and no variable of the process turns it off. */
function withCheckedCertificate(smtpUrl: string): string {
  const url = new URL(smtpUrl);
  url.searchParams.set("tls.rejectUnauthorized", "true");
  return url.href;
}

// A server that says something now and then is never silent long enough for the socket's own limit.
async function deadline(signal: AbortSignal): Promise<never> {
  await sleep(totalMs, undefined, { signal, ref: false });
  throw Object.assign(new Error("the mail server took too long"), { code: "ETIMEDOUT" });
}

const refusesUs = new Set([530, 534, 535, 538]);

/** What SMTP failed with, as the guard counts it: "not now" and silence are outages, "never" is an answer. Its cause is what the outbox is told. */
function toOutboundError(thrown: unknown): OutboundError {
  const cause = toDeliveryError(thrown);
  const status = Number(/^smtp_(\d+)$/.exec(cause.code)?.[1] ?? 0);
  const isAboutUs = refusesUs.has(status) || /^e(no)?auth$/.test(cause.code);
  const kind = cause.isPassing ? "unreachable" : isAboutUs ? "auth" : "unexpected";
  const reason = status > 0 ? "smtp_status" : cause.code === "etimedout" ? "timeout" : "network";
  return new OutboundError(kind, {
    upstream: "smtp",
    reason,
    status: status || undefined,
    retryable: cause.isPassing,
    cause,
  });
}
