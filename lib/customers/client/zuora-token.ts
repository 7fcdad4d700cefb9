import { z } from "zod";
import { classify } from "@/lib/platform/outbound/catalogue";
import { outbound } from "@/lib/platform/outbound/outbound";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { parseJson } from "@/lib/platform/parse-json";
import { callOf, failureOf, type ZuoraAccess } from "./zuora-access";
import { tokenLines } from "./zuora-catalogue";

const Token = z.looseObject({
  access_token: z.string().regex(/^[\x21-\x7e]{1,500}$/),
  expires_in: z.coerce.number().min(0).max(86_400).catch(0),
  scope: z.string().catch(""),
});

/** A token as Zuora gave it; `tenantId` is what its scope tells. */
export type ZuoraToken = { token: string; expiresInSeconds: number; tenantId: string | null };

/**
 * Asks Zuora for a token, past those that are kept: whoever proves credentials wants to know whether they hold now. Throws OutboundError, `auth`
 * for a client that is unknown or has another secret.
 */
export async function askToken(access: ZuoraAccess, signal?: AbortSignal): Promise<ZuoraToken> {
  const answer = await outbound({
    ...callOf(access),
    url: `${access.baseUrl}/oauth/token`,
    method: "POST",
    // It changes nothing of the customer's.
    safe: true,
    headers: { accept: "application/json" },
    form: {
      ...{ grant_type: "client_credentials", client_id: access.clientId, client_secret: access.clientSecret },
    },
    statuses: [400, 401, 403],
    read: ({ status, body }) => readToken(status, String(body)),
    signal,
  });
  return answer.body;
}

function readToken(status: number, text: string): ZuoraToken {
  if (status !== 200) {
    const { kind, isRetried: retryable } = classify(tokenLines, { status });
    throw new OutboundError(kind, { upstream: "zuora", reason: "http_status", status, retryable });
  }
  const told = Token.safeParse(parseJson(text));
  if (!told.success) throw failureOf("unexpected");
  const { access_token: token, expires_in: expiresInSeconds, scope } = told.data;
  return { token, expiresInSeconds, tenantId: /(?:^|\s)tenant\.(\S+)/.exec(scope)?.[1] ?? null };
}
