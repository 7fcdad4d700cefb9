import { now } from "../clock";
import { AppError } from "../errors";
import { spendCall } from "../partner/accept";
import { readClaim } from "../partner/claim";
import type { PartnerScope } from "../partner/schema";
import { type PartnerActor, verifySignature } from "../partner/verify";
import { readBytes } from "./body";
import type { RequestFacts } from "./facts";

/** The same request with its body once more, which was read already. */
export function withBody({ url, method, headers }: Request, bytes: Buffer): Request {
  const body = method === "GET" || method === "HEAD" ? undefined : new Uint8Array(bytes);
  return new Request(url, { method, headers, body });
}

/**
 * Lets a signed request in: its headers are looked at before its body is read, and its signature before any of the body is understood. Returns the raw
 * bytes that were signed. Throws what `readClaim` and `verifySignature` throw, `too_large` and `rate_limited`.
 */
export async function enterSigned(
  request: Request,
  http: RequestFacts,
  limitBytes?: number,
): Promise<{ actor: PartnerActor; bytes: Buffer }> {
  const claim = readClaim(http.headers, await now());
  const bytes = await readBytes(request, limitBytes);
  const actor = await verifySignature(claim, http, bytes);
  await spendCall(actor);
  return { actor, bytes };
}

/** Throws `forbidden` unless the account may do this. */
export function requireScope({ scopes }: PartnerActor, scope: PartnerScope): void {
  if (!scopes.includes(scope)) throw new AppError("forbidden");
}
