import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./faults";
import type { SandboxReply, SandboxUpstream } from "./upstream";

const slowMs = 3_000;
const retryAfterSeconds = 1;
const megabyteOfBlanks = " ".repeat(1024 * 1024);

/** Acts out a fault that needs no knowledge of the answer; returns the reply to send, or null when the response is already spoilt. */
export async function misbehave(
  fault: Fault,
  upstream: SandboxUpstream,
  response: ServerResponse,
  reply: () => Promise<SandboxReply>,
): Promise<SandboxReply | null> {
  if (/^\d{3}$/.test(fault)) return refusal(upstream, Number(fault));
  if (fault === "slow") {
    await sleep(slowMs);
    return await reply();
  }
  if (fault === "hang") return null;
  if (fault === "reset") {
    response.socket?.resetAndDestroy();
    return null;
  }
  if (fault === "cut") return cutShort(response, await reply());
  if (fault === "html")
    return { status: 200, headers: { "content-type": "text/html" }, body: "<!doctype html><h1>Bad gateway</h1>" };
  if (fault === "malformed") return await half(reply);
  if (fault === "empty") return { ...(await reply()), body: "" };
  if (fault === "huge" || fault === "endless")
    return { ...(await reply()), body: blanks(fault === "huge" ? 512 : Infinity) };
  return await reply();
}

function refusal(upstream: SandboxUpstream, status: number): SandboxReply {
  const reply = upstream.refuse(status);
  if (status !== 429) return reply;
  return { ...reply, headers: { ...reply.headers, "retry-after": String(retryAfterSeconds) } };
}

async function half(reply: () => Promise<SandboxReply>): Promise<SandboxReply> {
  const full = await reply();
  const bytes = bytesOf(full.body);
  return { ...full, body: bytes.subarray(0, Math.ceil(bytes.length / 2)) };
}

/** Promises the whole length, sends half of it and hangs up. */
function cutShort(response: ServerResponse, reply: SandboxReply): null {
  const bytes = bytesOf(reply.body);
  response.writeHead(reply.status, { ...reply.headers, "content-length": bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
  return null;
}

function* blanks(megabytes: number): Iterable<string> {
  for (let sent = 0; sent < megabytes; sent += 1) yield megabyteOfBlanks;
}

/** A body as bytes; of a streamed one its first part. */
const bytesOf = (body: SandboxReply["body"]) =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : firstOf(body));

function firstOf(parts: Iterable<string>): string {
  for (const part of parts) return part;
  return "";
}
