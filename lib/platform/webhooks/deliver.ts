import { SecretKeyMissing, SecretUnreadable } from "../crypto";
import { log } from "../log";
import { outbound } from "../outbound/outbound";
import { OutboundError, type OutboundReason } from "../outbound/outbound-error";
import { type Claimed, claim, type Destination, openSecrets } from "./claim";
import { tenantOf } from "./enqueue";
import { type Attempt, giveUpUnsigned, postpone, type Result, settle } from "./settle";
import { signedHeaders } from "./sign";

type Call = { signal?: AbortSignal | undefined; isWatched?: boolean };

// The attempt ends well before the lease does.
const totalMs = 15_000;
const limits = { connectMs: 5_000, headersMs: totalMs, totalMs };
/** Nobody was asked, so it was no attempt. */
export const unasked: ReadonlySet<OutboundReason> = new Set(["cancelled", "breaker_open", "busy"]);

// The database keeps keys in an order of its own; what is signed reads as the documentation shows it.
const bodyOf = ({ payload: { type, timestamp, data } }: Claimed): string => JSON.stringify({ type, timestamp, data });

async function post(message: Claimed, { url }: Destination, secrets: string[], call: Call): Promise<Result> {
  const body = bodyOf(message);
  const headers = signedHeaders(secrets, { ...message, body });
  const request = {
    ...({ upstream: "webhooks", url, method: "POST", headers, body, accept: "nothing", limits } as const),
    ...{ ownServer: tenantOf(message.accountId), trace: message.id, ...call },
  };
  return outbound(request).then(
    ({ status }) => ({ status }),
    (thrown: unknown) => {
      if (thrown instanceof OutboundError) return { failure: thrown };
      throw thrown;
    },
  );
}

async function attempt(message: Claimed, to: Destination, call: Call): Promise<Attempt> {
  const secrets = openSecrets(message.accountId, to);
  const startedMs = performance.now();
  const result = await post(message, to, secrets, call);
  return { message, to, tookMs: performance.now() - startedMs, result };
}

async function orUnsigned(message: Claimed, thrown: unknown): Promise<null> {
  // Others may have the key.
  if (thrown instanceof SecretKeyMissing) await postpone(message, { seconds: 60, counts: false });
  else if (thrown instanceof SecretUnreadable) await giveUpUnsigned(message);
  else throw thrown;
  log.error({ err: thrown, account: message.accountId }, "a webhook's secret does not open");
  return null;
}

/**
 * Sends one message if it is due and not being sent by somebody else, outside of any transaction, and writes down what came of it. A process that dies
 * in between sends it again after a minute, under the same id. Returns what the attempt came to; null where there was nothing to send or nothing to
 * sign with.
 */
export async function deliver(id: string, call: Call = {}): Promise<Attempt | null> {
  const claimed = await claim(id);
  if (!claimed) return null;
  const { to, ...message } = claimed;
  const done = await attempt(message, to, call).catch((thrown: unknown) => orUnsigned(message, thrown));
  if (!done) return null;
  const { result } = done;
  const failure = "failure" in result ? result.failure : null;
  if (failure) log.warn({ message: id, reason: failure.reason, attempt: message.attempts }, "webhook not delivered");
  if (failure && unasked.has(failure.reason)) {
    const seconds = failure.retryAfterSeconds ?? 1;
    await postpone(message, { seconds, counts: failure.reason === "breaker_open" });
  } else await settle(done);
  return done;
}
