import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { CallLog, maskPath, maskSecret } from "./call-log";
import { control } from "./control";
import { FaultBook } from "./faults";
import { LoadBook } from "./load";
import { misbehave } from "./misbehave";
import type { SandboxCall, SandboxReply, SandboxUpstream } from "./upstream";

const bodyLimit = 12 * 1024 * 1024;

/** What the sandbox's servers share: the rules in force and the calls so far. */
export type SandboxState = { faults: FaultBook; calls: CallLog; load: LoadBook; latencyMs: number };

/** A fresh state without faults and calls. */
export function sandboxState(latencyMs: number): SandboxState {
  return { faults: new FaultBook(), calls: new CallLog(), load: new LoadBook(), latencyMs };
}

/** Starts the HTTP side of the sandbox; port 0 takes a free one. */
export async function listen(
  state: SandboxState,
  upstreams: readonly SandboxUpstream[],
  address: { host: string; port: number },
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    serve(state, upstreams, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.port, address.host, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return { url: `http://${host}:${port}`, close: () => shut(server) };
}

async function shut(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

async function serve(
  state: SandboxState,
  upstreams: readonly SandboxUpstream[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const body = await readBody(request);
  const upstream = upstreams.find(entry => url.pathname.startsWith(`${entry.prefix}/`));
  if (!upstream) {
    await send(response, control(state, upstreams, request.method ?? "GET", url, body));
    return;
  }
  const look = upstream.look?.({ method: request.method ?? "GET", path: url.pathname.slice(upstream.prefix.length) });
  if (look) {
    await send(response, look);
    return;
  }
  await serveUpstream(state, upstream, { request, response, url, body });
}

type Exchange = { request: IncomingMessage; response: ServerResponse; url: URL; body: Buffer };

async function serveUpstream(state: SandboxState, upstream: SandboxUpstream, exchange: Exchange): Promise<void> {
  const { request, response, url, body } = exchange;
  const end = state.load.begin(upstream.name);
  // Whoever has got its answer may call again before the connection is at rest.
  response.once("finish", end).once("close", end);
  const started = performance.now();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const path = url.pathname.slice(upstream.prefix.length);
  const call: SandboxCall = { method: request.method ?? "GET", url, path, headers, body, fault: null };
  const operation = upstream.operation(call);
  const fault = state.faults.take(upstream.name, operation);
  const entry = {
    at: new Date().toISOString(),
    upstream: upstream.name,
    operation,
    method: call.method,
    path: maskPath(url),
    status: 0,
    ms: 0,
    fault,
    authorization: maskSecret(headers.authorization?.split(" ").at(-1)),
    detail: upstream.describe?.(call) ?? {},
  };
  // Logged on arrival, so that a call that hangs is seen too; status 0 means no answer so far.
  state.calls.add(entry);
  if (state.latencyMs > 0) await sleep(state.latencyMs);
  const reply = await answer(upstream, call, fault, response);
  entry.ms = Math.round(performance.now() - started);
  if (!reply) return;
  entry.status = reply.status;
  await send(response, reply);
}

async function answer(
  upstream: SandboxUpstream,
  call: SandboxCall,
  fault: SandboxCall["fault"],
  response: ServerResponse,
) {
  if (fault && upstream.acts.includes(fault)) return await upstream.handle({ ...call, fault });
  const reply = async () => upstream.handle(call);
  return fault ? await misbehave(fault, upstream, response, reply) : await reply();
}

async function send(response: ServerResponse, reply: SandboxReply): Promise<void> {
  if (typeof reply.body === "string" || Buffer.isBuffer(reply.body)) {
    response.writeHead(reply.status, { ...reply.headers, "content-length": Buffer.byteLength(reply.body) });
    response.end(reply.body);
    return;
  }
  response.writeHead(reply.status, reply.headers);
  const source = Readable.from(reply.body, { objectMode: true, highWaterMark: 1 });
  response.on("close", () => source.destroy());
  source.on("error", () => response.destroy());
  source.pipe(response);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new Error("The body is too large for the sandbox.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
