import { requireNoTransaction } from "../db";
import { log } from "../log";
import { inSpan } from "../tracing/span";
import { countAnswer, countOutage, requireClosed, requireStillClosed } from "./breaker";
import { flushCalls, maskAddress, noteCall } from "./call-log";
import { errorOfFailure, type OutboundError, type OutboundReason } from "./outbound-error";
import { giveUpSeats, takeSeat } from "./seats";
import { currentTrace } from "./trace";
import type { Upstream } from "./upstreams";

/** One try of a call as the guard sees it. `circuit` is what breaks as one: an upstream, or one person's host. */
export type Try = {
  upstream: Upstream;
  circuit: string;
  method: string;
  address: string;
  attempt: number;
  /** The longest it may take, in milliseconds. */
  holdMs: number;
  /** A person waits for it. */
  isWatched?: boolean | undefined;
  /** Asked before its turn: it says nothing of an outage, and is asked again. */
  isAhead?: boolean | undefined;
  trace?: string | undefined;
  signal?: AbortSignal | undefined;
};

const isOutage = ({ kind }: OutboundError) => kind === "unreachable";

// Nobody was asked, or was not waited for: neither an answer nor an outage.
const saysNothing = new Set<OutboundReason>(["cancelled", "breaker_open", "busy", "refused_address"]);

// The answer is there, or its failure: that nobody could count it must not change it, or an SMS that went out would go out again.
const quietly = (counting: Promise<void>) =>
  counting.catch((error: unknown) => log.warn({ err: error }, "a circuit could not be counted"));

/**
 * Makes one try on a seat of the upstream's budget and through its circuit, and keeps it for the record; never inside a transaction. Throws
 * OutboundError.
 */
export async function guarded<T extends { status?: number; bytes?: number }>(
  one: Try,
  work: () => Promise<T>,
): Promise<T> {
  const { upstream, circuit } = one;
  requireNoTransaction(`a call to ${upstream}`);
  const isProbe = await requireClosed(circuit, upstream);
  const putBack = await takeSeat(upstream, one);
  try {
    // Many may have waited for their seat while those before them found that nobody answers.
    if (!isProbe) requireStillClosed(circuit, upstream);
    return await counted(one, work);
  } finally {
    putBack();
  }
}

/** The try as a span: its address masked as in the record. */
function spanned<T extends { status?: number }>(one: Try, work: () => Promise<T>): Promise<T> {
  const { upstream, method, attempt, trace = currentTrace() } = one;
  const address = { "url.full": maskAddress(one.address), "http.request.method": method };
  const attributes = { upstream, attempt, "support.code": trace, ...address };
  return inSpan({ name: `${method} ${upstream}`, kind: "client", attributes }, async tell => {
    const answer = await work();
    tell({ "http.response.status_code": answer.status });
    return answer;
  });
}

async function counted<T extends { status?: number; bytes?: number }>(one: Try, work: () => Promise<T>): Promise<T> {
  const { upstream, circuit, method, attempt, trace = currentTrace() ?? null } = one;
  const startedMs = performance.now();
  const note = (outcome: string, rest: { status?: number; reason?: string; bytes?: number }) =>
    noteCall({
      ...{ upstream, method, attempt, trace, outcome, address: maskAddress(one.address) },
      ...{ status: rest.status ?? null, reason: rest.reason ?? null, bytes: rest.bytes ?? null },
      durationMs: Math.round(performance.now() - startedMs),
    });
  try {
    const answer = await spanned(one, work);
    note("ok", answer);
    await quietly(countAnswer(circuit));
    return answer;
  } catch (failure) {
    const error = errorOfFailure(upstream, failure, false);
    note(error.kind, error);
    const isTold = !saysNothing.has(error.reason) && !(one.isAhead && isOutage(error));
    if (isTold) await quietly(isOutage(error) ? countOutage(circuit) : countAnswer(circuit));
    throw error;
  }
}

/** Gives seats back and writes what was noted; for a process's last moment. */
export async function closeUpstreams(): Promise<void> {
  await giveUpSeats();
  await flushCalls();
}
