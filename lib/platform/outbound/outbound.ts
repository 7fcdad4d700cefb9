import { env } from "@/lib/platform/env";
import { errorOfFailure, type OutboundError } from "./outbound-error";
import { defaultLimits, type OutboundAnswer, type OutboundRequest } from "./request";
import { defaultRetry, type RetryPolicy, waitBeforeRetry, waitFor } from "./retry";
import { travel } from "./travel";

/**
 * The only way out of the building: checks the address that is dialled on each hop, ends at a total deadline, counts bytes while they
 * arrive and repeats safe calls. Throws OutboundError.
 */
export function outbound(request: OutboundRequest & { toFile: string }): Promise<OutboundAnswer<null>>;
export function outbound(request: OutboundRequest & { accept: "text" }): Promise<OutboundAnswer<string>>;
export function outbound(request: OutboundRequest & { accept: "bytes" }): Promise<OutboundAnswer<Buffer>>;
export function outbound(request: OutboundRequest): Promise<OutboundAnswer<unknown>>;
export async function outbound(request: OutboundRequest): Promise<OutboundAnswer<unknown>> {
  const policy = retryPolicy(request);
  const privateOrigins = request.privateOrigins ?? env.outboundPrivateOrigins;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await travel(request, { ...defaultLimits, ...request.limits }, privateOrigins);
    } catch (failure) {
      const error = errorOfFailure(request.upstream, failure, false);
      const wait = request.signal?.aborted ? null : waitBeforeRetry(error, attempt, policy);
      if (wait === null) throw error;
      await pause(wait, request, error);
    }
  }
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
