import { createHash } from "node:crypto";
import { z } from "zod";
import { outbound } from "@/lib/platform/outbound/outbound";
import { errorOfStatus, OutboundError } from "@/lib/platform/outbound/outbound-error";
import { parseJson } from "@/lib/platform/parse-json";
import { callOf, failureOf, type ZuoraAccess } from "./zuora-access";

const Token = z.looseObject({
  access_token: z.string().regex(/^[\x21-\x7e]{1,500}$/),
  expires_in: z.coerce.number().min(0).max(86_400).catch(0),
  scope: z.string().catch(""),
});

/** A token as Zuora gave it; `tenantId` is what its scope tells. */
export type ZuoraToken = { token: string; expiresInSeconds: number; tenantId: string | null };

// Asked for anew a minute before its end, by our own clock.
const earlyMs = 60_000;
const mostKept = 500;

/** Who asked for it, which one came, and until when by our own clock; until it has come, all wait for it. */
type Kept = { asked: Promise<ZuoraToken>; token: string | null; untilMs: number };
/** A cache, and nothing that is needed: several tokens of a client may live at once. */
const kept = new Map<string, Kept>();

/** Whose token it is: with its address and secret, so that a changed one never meets what another was given. */
const nameOf = ({ baseUrl, clientId, clientSecret }: ZuoraAccess) =>
  createHash("sha256")
    .update(JSON.stringify([baseUrl, clientId, clientSecret]))
    .digest("base64");

/** A token that holds for a minute at least: a kept one, or a new one that all who wait get. Throws OutboundError. */
export async function findToken(access: ZuoraAccess): Promise<string> {
  const name = nameOf(access);
  const known = kept.get(name);
  if (known && known.untilMs > performance.now()) return (await known.asked).token;
  // It ends by its own deadline: who asked first may go away, and the others still get it.
  const one: Kept = { asked: askToken(access), token: null, untilMs: Infinity };
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(name, one);
  try {
    const { token, expiresInSeconds } = await one.asked;
    Object.assign(one, { token, untilMs: performance.now() + expiresInSeconds * 1000 - earlyMs });
    return token;
  } catch (failure) {
    if (kept.get(name) === one) kept.delete(name);
    throw failure;
  }
}

/** Forgets a token that Zuora has refused; one that somebody has put in its place stays. */
export function forgetToken(access: ZuoraAccess, refused: string): void {
  const name = nameOf(access);
  if (kept.get(name)?.token === refused) kept.delete(name);
}

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
  // A grant that is not allowed, or a client that may not have tokens, is no working credential either.
  if (status === 400 || status === 403)
    throw new OutboundError("auth", { upstream: "zuora", reason: "http_status", status });
  if (status !== 200) throw errorOfStatus("zuora", status, undefined);
  const told = Token.safeParse(parseJson(text));
  if (!told.success) throw failureOf("unexpected");
  const { access_token: token, expires_in: expiresInSeconds, scope } = told.data;
  return { token, expiresInSeconds, tenantId: /(?:^|\s)tenant\.(\S+)/.exec(scope)?.[1] ?? null };
}
