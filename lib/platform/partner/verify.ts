import { addressBlock } from "../address-block";
import { randomToken, sha256 } from "../crypto";
import { transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { type Budget, spend } from "../rate-limit";
import { findAccount, type OpenAccount } from "./accounts";
import { signatureOf, stringToSign } from "./canonical";
import { type Claim, isAccountId } from "./claim";
import { failuresOf } from "./failures";
import { isSameMac } from "./mac";

/** A partner whose signature was right. */
export type PartnerActor = {
  accountId: string;
  scopes: readonly string[];
  /** Where numbers and postal codes of theirs are from when they do not say so, like `IN`. */
  defaultRegion: string | null;
  /** May another plan of the same core offering take the place of the present one? */
  allowsReplacement: boolean;
  /** How far their clock is ahead of ours. */
  skewSeconds: number;
  signed: string;
};

/** Where a signed request arrived, as on the wire. */
export type Arrival = { method: string; url: string; address: string };

const failuresPerMinute = 60;
const failuresPerAddress = 600;
// Who has fewer secrets than two takes as long to refuse as who has two.
const nobodys = [randomToken(32), randomToken(32)];

function isRight(claim: Claim, secrets: readonly string[], text: string): boolean {
  let right = false;
  for (const [at, dummy] of nobodys.entries()) {
    const secret = secrets[at];
    const wanted = signatureOf(secret ?? dummy, text);
    for (const given of claim.signatures) if (isSameMac(wanted, given) && secret !== undefined) right = true;
  }
  return right;
}

const budgetOf = (who: string, perMinute: number): Budget => ({
  key: `partner-refused:${sha256(who).slice(0, 32)}`,
  limit: Math.ceil(perMinute * env.rateLimitScale),
  windowSeconds: 60,
});

/**
 * Counts a signature that was wrong, by the network that called, and by that and whom it claimed to be; too many are told to wait. Right ones are never
 * counted. The network comes first: whoever changes the claim or the address within a /64 each time leaves no rows without end.
 */
async function countFailure(address: string, accountId: string, isKnown: boolean): Promise<void> {
  const spent = await transaction("system", async tx => {
    const block = addressBlock(address);
    const ofAddress = await spend(tx, [budgetOf(block, failuresPerAddress)]);
    if (!ofAddress.ok) return ofAddress;
    // Also of nobody's: an account that is not there takes as long to refuse.
    return spend(tx, [budgetOf(`${block}\0${accountId}`, failuresPerMinute), failuresOf(isKnown ? accountId : "")]);
  });
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

const findClaimed = (claim: Claim): Promise<OpenAccount | null> =>
  isAccountId(claim.accountId) ? findAccount(claim.accountId) : Promise.resolve(null);

/**
 * Verifies a signature over the raw bytes of a request. Unknown, disabled and malformed accounts and wrong signatures are one `bad_signature` with one
 * body; accounts of a sandbox are also told the text that we signed.
 */
export async function verifySignature(claim: Claim, arrival: Arrival, body: Buffer): Promise<PartnerActor> {
  const { method, url: path, address } = arrival;
  const account = await findClaimed(claim);
  const text = stringToSign({ ...claim, method, path, body });
  if (isRight(claim, account?.secrets ?? [], text) && account) {
    const { id: accountId, scopes, defaultRegion, allowsReplacement } = account;
    return { accountId, scopes, defaultRegion, allowsReplacement, skewSeconds: claim.skewSeconds, signed: text };
  }
  await countFailure(address, claim.accountId, account !== null);
  throw new AppError("bad_signature", account?.sandbox ? { data: { stringToSign: text } } : {});
}
