import { z } from "zod";
import { env } from "../env";
import { outbound } from "../outbound/outbound";
import { DeliveryError } from "./delivery-error";

const Accepted = z.object({ sid: z.string() });
const Refused = z.object({ code: z.number() });

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
    limits: { totalMs: 15_000 },
    signal,
  });
  if (answer.status === 400) {
    const refused = Refused.safeParse(answer.body);
    throw new DeliveryError(refused.success ? `twilio_${refused.data.code}` : "unexpected", false);
  }
  const accepted = Accepted.safeParse(answer.body);
  // It was taken, whatever the answer looks like: sending again would be a second message.
  return accepted.success ? accepted.data.sid : "unknown";
}
