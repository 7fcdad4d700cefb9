import { now } from "../clock";
import { AppError } from "../errors";
import { log } from "../log";
import { type Accepted, acceptRequest, forgetRequest } from "../partner/accept";
import { readClaim } from "../partner/claim";
import type { PartnerScope } from "../partner/schema";
import { type PartnerActor, verifySignature } from "../partner/verify";
import { readBytes } from "./body";
import type { RequestFacts } from "./facts";

/**
 * Lets a signed request in: its headers are looked at before its body is read, and its signature before any of the body is understood. Returns the raw
 * bytes that were signed. Throws what `readClaim` and `verifySignature` throw, and `too_large`.
 */
export async function enterSigned(
  request: Request,
  http: RequestFacts,
  limitBytes?: number,
): Promise<{ actor: PartnerActor; bytes: Buffer }> {
  const claim = readClaim(http.headers, await now());
  const bytes = await readBytes(request, limitBytes);
  const actor = await verifySignature(claim, http, bytes);
  return { actor, bytes };
}

/**
 * Carries out a verified request once; throws `replayed` for one that was accepted before, which costs none of the account's calls, and
 * `rate_limited`. One that was not carried out, or ended in a fault of ours (5xx), may be sent again as it was.
 */
export async function acceptedOnce(actor: Accepted, work: () => Promise<Response>): Promise<Response> {
  const refusal = await acceptRequest(actor);
  let isDone = false;
  try {
    if (refusal) throw refusal;
    const response = await work();
    isDone = response.status < 500;
    return response;
  } finally {
    if (!isDone)
      await forgetRequest(actor).catch(error => log.warn({ err: error }, "a request that failed stays accepted"));
  }
}

/** Throws `forbidden` unless the account may do this. */
export function requireScope({ scopes }: PartnerActor, scope: PartnerScope): void {
  if (!scopes.includes(scope)) throw new AppError("forbidden");
}
