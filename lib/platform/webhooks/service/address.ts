import { env } from "../../env";
import { OutboundError } from "../../outbound/outbound-error";
import { checkUrl } from "../../outbound/target";
import { TypedWebhook } from "../schema";

function isCallable(text: string): boolean {
  try {
    checkUrl(text, { upstream: "webhooks", privateOrigins: env.outboundPrivateOrigins });
    return true;
  } catch (thrown) {
    if (thrown instanceof OutboundError) return false;
    throw thrown;
  }
}

const isPlain = (text: string) => URL.canParse(text) && new URL(text).protocol === "http:";

/**
 * A webhook as it may be saved: its address is one that the guard of outgoing calls lets through, and https outside demo and test. Where a name leads
 * is looked at each time it is dialled, since that can change.
 */
export const webhookIn = (appEnv: () => string) =>
  TypedWebhook.extend({
    url: TypedWebhook.shape.url
      .refine(url => appEnv() !== "production" || !isPlain(url), {
        ...{ error: "webhookHttps", abort: true, params: { code: "https" } },
      })
      .refine(isCallable, { error: "webhookAddress", params: { code: "wrong_address" } })
      .transform(url => new URL(url).href),
  });

/** The same where this product runs. */
export const NewWebhook = webhookIn(() => env.appEnv);
export type NewWebhook = ReturnType<typeof NewWebhook.parse>;
