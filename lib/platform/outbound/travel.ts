import type { Dispatcher } from "undici";
import { readToFile, readToMemory } from "./body";
import { type Dialling, openAgent, sharedAgent } from "./dial";
import { errorOfFailure, errorOfStatus, OutboundError } from "./outbound-error";
import type { OutboundAnswer, OutboundLimits, OutboundRequest } from "./request";
import { retryAfterSeconds } from "./retry";
import { checkUrl, type Reach } from "./target";

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const headersForStrangers = new Set(["accept", "accept-encoding", "accept-language", "user-agent"]);

type Trip = {
  request: OutboundRequest;
  limits: OutboundLimits;
  dialling: Dialling;
  agent: Dispatcher;
  signal: AbortSignal;
};

/** One try: from the first address over its redirects to the body, all under one deadline. */
export async function travel(
  request: OutboundRequest,
  limits: OutboundLimits,
  privateOrigins: readonly string[],
): Promise<OutboundAnswer<unknown>> {
  const { upstream, allow, lookup } = request;
  const reach: Reach = { upstream, privateOrigins, allowedOrigins: allow?.origins, allowedPorts: allow?.ports };
  const deadline = AbortSignal.timeout(limits.totalMs);
  const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
  const dialling: Dialling = { reach, connectMs: limits.connectMs, lookup };
  // People's own addresses and tests get a dispatcher of their own, so that nothing of them stays behind.
  const isPrivate = request.toFile !== undefined || lookup !== undefined;
  const agent = isPrivate ? openAgent(dialling) : sharedAgent(dialling);
  try {
    return await followHops({ request, limits, dialling, agent, signal });
  } finally {
    if (isPrivate) await agent.destroy();
  }
}

async function followHops(trip: Trip): Promise<OutboundAnswer<unknown>> {
  const { request } = trip;
  let url = checkUrl(request.url, trip.dialling.reach);
  let headers = outgoingHeaders(request);
  for (let hop = 0; ; hop += 1) {
    const answer = await send(trip, url, headers);
    const location = redirectStatuses.has(answer.statusCode) ? headerText(answer.headers.location) : undefined;
    if (location === undefined) return await receive(trip, url, answer);
    discard(answer);
    const next = URL.canParse(location, url) ? new URL(location, url).href : "";
    if (hop >= (request.redirects ?? 0) || !isRepeatable(request)) {
      throw new OutboundError("unexpected", {
        upstream: request.upstream,
        reason: "redirect",
        status: answer.statusCode,
      });
    }
    const target = checkUrl(next, trip.dialling.reach);
    if (target.origin !== url.origin) headers = strippedHeaders(headers);
    url = target;
  }
}

async function send(trip: Trip, url: URL, headers: Record<string, string>): Promise<Dispatcher.ResponseData> {
  const { request, limits, agent, signal } = trip;
  try {
    return await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method ?? "GET",
      headers,
      body: outgoingBody(request),
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.totalMs,
      signal,
    });
  } catch (failure) {
    throw errorOfFailure(request.upstream, failure, false);
  }
}

async function receive(trip: Trip, url: URL, answer: Dispatcher.ResponseData): Promise<OutboundAnswer<unknown>> {
  const { request, limits, signal } = trip;
  const { upstream } = request;
  const status = answer.statusCode;
  const headers = flatHeaders(answer.headers);
  const isWanted = (status >= 200 && status < 300) || (request.statuses?.includes(status) ?? false);
  if (!isWanted) {
    discard(answer);
    throw errorOfStatus(upstream, status, retryAfterSeconds(headers["retry-after"], Date.now()));
  }
  const base = { status, headers, url: url.href };
  if (request.accept === "nothing") {
    discard(answer);
    return { ...base, body: null, bytes: 0 };
  }
  const incoming = { stream: answer.body, encoding: headers["content-encoding"] ?? "", upstream, caps: limits, signal };
  try {
    if (request.toFile !== undefined) return { ...base, body: null, bytes: await readToFile(incoming, request.toFile) };
    const bytes = await readToMemory(incoming);
    return { ...base, body: parseBody(bytes, request), bytes: bytes.length };
  } catch (failure) {
    discard(answer);
    throw errorOfFailure(upstream, signal.aborted ? signal.reason : failure, true);
  }
}

function parseBody(bytes: Buffer, request: OutboundRequest): unknown {
  const accept = request.accept ?? "json";
  if (accept === "bytes") return bytes;
  const text = bytes.toString("utf8");
  if (accept === "text") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new OutboundError("unexpected", { upstream: request.upstream, reason: "bad_body" });
  }
}

function outgoingHeaders(request: OutboundRequest): Record<string, string> {
  const headers: Record<string, string> = { "user-agent": "Gangway/1", "accept-encoding": "gzip, br, deflate" };
  if ((request.accept ?? "json") === "json" && request.toFile === undefined) headers.accept = "application/json";
  if (request.json !== undefined) headers["content-type"] = "application/json";
  if (request.form !== undefined) headers["content-type"] = "application/x-www-form-urlencoded";
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  return headers;
}

function outgoingBody(request: OutboundRequest): string | Uint8Array | null {
  if (request.json !== undefined) return JSON.stringify(request.json);
  if (request.form !== undefined) return new URLSearchParams(request.form).toString();
  return request.body ?? null;
}

function strippedHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => headersForStrangers.has(name)));
}

function isRepeatable(request: OutboundRequest): boolean {
  const method = request.method ?? "GET";
  return method === "GET" || method === "HEAD";
}

function flatHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value) ?? ""]));
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}

/** Drops what is left of a body; an error that its socket throws later has nobody to tell. */
function discard(answer: Dispatcher.ResponseData): void {
  answer.body.on("error", () => undefined);
  answer.body.destroy();
}
