import { z } from "zod";
import { env } from "../env";
import { outbound } from "../outbound/outbound";
import { OutboundError } from "../outbound/outbound-error";
import type { OutboundAnswer } from "../outbound/request";
import { DeliveryError } from "./delivery-error";

const Accepted = z.object({ sid: z.string() });
const Refused = z.object({ code: z.number() });
const GivenUp = z.looseObject({
  status: z.unknown(),
  error_code: z.union([z.string(), z.number()]).nullish().catch(null),
});

/** Hands a text to Twilio's Messages API; returns Twilio's id. Throws DeliveryError or OutboundError. */
export async function sendSms(to: string, text: string, signal?: AbortSignal): Promise<string> {
  const { twilioAccountSid: account, twilioAuthToken: token, twilioFrom: from } = env;
  if (!account || !token || !from) throw new DeliveryError("not_configured", false);
  const answer = await outbound({
    upstream: "twilio",
    method: "POST",
    url: `${env.twilioApiUrl}/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`,
    headers: { Authorization: `Basic ${Buffer.from(`${account}:${token}`).toString("base64")}` },
    form: { To: to, From: from, Body: text },
    statuses: [400],
    accept: "text",
    read: readSid,
    limits: { totalMs: 15_000 },
    signal,
  });
  return answer.body;
}

/** Twilio's id of a message that was taken; one that was given up before the answer was written is refused, also under 201. */
function readSid({ status, body }: Pick<OutboundAnswer<unknown>, "status" | "body">): string {
  const told = readJson(String(body));
  const code = status === 400 ? refusalOf(told) : status === 201 ? failureOf(told) : "unexpected";
  if (code !== null) {
    const cause = new DeliveryError(code, false);
    throw new OutboundError("unexpected", { upstream: "twilio", reason: "http_status", status, cause });
  }
  const accepted = Accepted.safeParse(told);
  // It was taken, whatever the answer looks like: sending again would be a second message.
  return accepted.success ? accepted.data.sid : "unknown";
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refusalOf(body: unknown): string {
  const refused = Refused.safeParse(body);
  return refused.success ? `twilio_${refused.data.code}` : "unexpected";
}

function failureOf(body: unknown): string | null {
  const told = GivenUp.safeParse(body);
  if (!told.success) return null;
  const { status, error_code: code } = told.data;
  if (/^\d{5}$/.test(`${code ?? ""}`)) return `twilio_${code}`;
  return status === "failed" || status === "undelivered" ? "unexpected" : null;
}
