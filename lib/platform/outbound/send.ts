import { env } from "@/lib/platform/env";
import { errorOfFailure, OutboundError } from "./outbound-error";
import { defaultLimits, type OutboundAnswer, type OutboundRequest } from "./request";
import { defaultRetry, type RetryPolicy, waitBeforeRetry, waitFor } from "./retry";
import { travel } from "./travel";

/** What is put round each try, the first being 0. */
type Wrap = (attempt: number, work: () => Promise<OutboundAnswer<unknown>>) => Promise<OutboundAnswer<unknown>>;

/** Makes a call and repeats a safe one by the class of its failure: no budget, no breaker, no record. Throws OutboundError. */
export async function send(
  request: OutboundRequest,
  wrap: Wrap = (_, work) => work(),
): Promise<OutboundAnswer<unknown>> {
  const policy = retryPolicy(request);
  const privateOrigins = request.privateOrigins ?? env.outboundPrivateOrigins;
  const limits = { ...defaultLimits, ...request.limits };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await wrap(attempt, () => told(request, meant(request, travel(request, limits, privateOrigins))));
    } catch (error) {
      // Whatever is not the call's own failure (our database, say) is nobody's outage.
      if (!(error instanceof OutboundError)) throw error;
      const wait = request.signal?.aborted ? null : waitBeforeRetry(error, attempt, policy);
      if (wait === null) throw error;
      await pause(wait, request, error);
    }
  }
}

async function meant(
  { read }: OutboundRequest,
  call: Promise<OutboundAnswer<unknown>>,
): Promise<OutboundAnswer<unknown>> {
  const answer = await call;
  return read ? { ...answer, body: read(answer) } : answer;
}

async function told<T>({ upstream }: OutboundRequest, call: Promise<T>): Promise<T> {
  return call.catch((failure: unknown) => {
    throw errorOfFailure(upstream, failure, false);
  });
}

function retryPolicy(request: OutboundRequest): RetryPolicy {
  const method = request.method ?? "GET";
  const isSafe = request.safe ?? (method === "GET" || method === "HEAD");
  return isSafe ? { ...defaultRetry, ...request.retry } : { ...defaultRetry, retries: 0 };
}

async function pause(wait: number, request: OutboundRequest, error: OutboundError): Promise<void> {
  try {
    await waitFor(wait, request.signal);
  } catch {
    throw error;
  }
}
