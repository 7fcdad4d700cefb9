import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { OutboundError } from "./outbound-error";
import { defaultLimits, type OutboundRequest } from "./request";
import { send } from "./send";

type Listener = { origin: string; port: number; connects: number; requests: IncomingMessage[] };
const servers: Server[] = [];
const retry = { baseMs: 1, maxWaitMs: 1_500 };

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

async function listener(handle: RequestListener): Promise<Listener> {
  const facts: Listener = { origin: "", port: 0, connects: 0, requests: [] };
  const server = createServer((request, response) => {
    facts.requests.push(request);
    handle(request, response);
  });
  server.on("connection", () => {
    facts.connects += 1;
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  facts.port = (server.address() as AddressInfo).port;
  facts.origin = `http://127.0.0.1:${facts.port}`;
  return facts;
}

/** A network that ends at this machine: it tells what is dialled, and only what is inside can be reached. */
function loopbackOnly(options: net.TcpNetConnectOpts, dialled: string[]): net.Socket {
  const socket = new net.Socket();
  options.lookup?.(options.host ?? "", { all: true }, (failure, found) => {
    const addresses = Array.isArray(found) ? found.map(one => one.address) : [found];
    if (!failure) dialled.push(...addresses);
    if (!failure && addresses.includes("127.0.0.1")) socket.connect(options.port, "127.0.0.1");
    else socket.destroy(failure ?? Object.assign(new Error("no way out of here"), { code: "ENETUNREACH" }));
  });
  return socket;
}

function ask(to: Listener, more: Partial<OutboundRequest> = {}) {
  return send({
    upstream: "feeds",
    url: `${to.origin}/a`,
    privateOrigins: [to.origin],
    retry,
    accept: "text",
    ...more,
  });
}

const ok =
  (body: string | Buffer, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(200, headers).end(body);

const insides = [
  ...[
    "http://127.0.0.1:PORT/",
    "//127.0.0.1:PORT/",
    "http:\\\\127.0.0.1:PORT/",
    "http://localhost:PORT/",
    "http://[::1]:PORT/",
  ],
  ...["http://[::ffff:7f00:1]:PORT/", "http://0x7f.1:PORT/", "http://2130706433:PORT/", "http://private.example:PORT/"],
  ...["http://user:password@127.0.0.1:PORT/", "file:///etc/passwd", "ftp://127.0.0.1:PORT/"],
];

describe("where a call may go", () => {
  test.each(["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "private.example"])(
    "bar 77: %s is refused before any connect",
    async host => {
      const target = await listener(ok("secret"));
      const call = send({
        upstream: "feeds",
        url: `http://${host}:${target.port}/`,
        privateOrigins: [],
        allow: { ports: [target.port] },
        lookup: async () => [{ address: "127.0.0.1", family: 4 }],
      });
      await expect(call).rejects.toMatchObject({ kind: "wrong_address", reason: "refused_address", retryable: false });
      expect(target.connects).toBe(0);
    },
  );

  test.each([0, 1, 2, 3, 4])(
    "bar 78: a redirect to a private address is refused before any connect, after %i good hops",
    async hops => {
      const inner = await listener(ok("secret"));
      const outer = await listener((request, response) => {
        const hop = Number(request.url?.slice(2) || 0);
        const location = hop < hops ? `/a${hop + 1}` : `${inner.origin}/`;
        response.writeHead([301, 302, 303, 307, 308][hop] ?? 302, { location }).end();
      });
      const call = ask(outer, { redirects: 5, allow: { ports: [inner.port] } });
      await expect(call).rejects.toMatchObject({ kind: "wrong_address", reason: "refused_address", retryable: false });
      expect([outer.requests.length, inner.connects]).toEqual([hops + 1, 0]);
    },
  );

  test.each(insides)("bar 78: a redirect to %s is refused before any connect", async inside => {
    const inner = await listener(ok("secret"));
    const location = inside.replace("PORT", String(inner.port));
    const outer = await listener((_, response) => void response.writeHead(302, { location }).end());
    const lookup = async () => [{ address: "127.0.0.1", family: 4 }];
    const call = ask(outer, { redirects: 5, allow: { ports: [inner.port] }, lookup });
    await expect(call).rejects.toMatchObject({ kind: "wrong_address", reason: "refused_address" });
    expect(inner.connects).toBe(0);
  });

  test("bar 78: a resolver that changes its mind 200 times leads to no private connect: what was checked is what is dialled", async () => {
    const target = await listener(ok("secret"));
    const dialled: string[] = [];
    const ends: string[] = [];
    vi.spyOn(net, "connect").mockImplementation(((options: net.TcpNetConnectOpts) =>
      loopbackOnly(options, dialled)) as typeof net.connect);
    for (let round = 0; round < 200; round += 1) {
      let asked = 0;
      const call = send({
        upstream: "feeds",
        url: `http://rebind.example:${target.port}/`,
        privateOrigins: [],
        allow: { ports: [target.port] },
        // Public at the first, third and fifth question, inside at the others.
        lookup: async () => [{ address: asked++ % 2 === 0 ? "93.184.215.14" : "127.0.0.1", family: 4 }],
        retry: { retries: 2, baseMs: 0 },
      });
      const end = await call.catch((failure: OutboundError) => failure);
      ends.push(`${end instanceof OutboundError ? end.kind : end.status} after ${asked} questions`);
    }
    expect(target.connects, "private connects").toBe(0);
    expect(ends).toEqual(Array(200).fill("wrong_address after 2 questions"));
    expect(dialled).toEqual(Array(200).fill("93.184.215.14"));
  });

  test("the name is sent, the checked address is dialled", async () => {
    const target = await listener(ok("fine"));
    const origin = `http://internal.example:${target.port}`;
    let asked = 0;
    const answer = await send({
      upstream: "letzshop",
      url: `${origin}/a`,
      privateOrigins: [origin],
      accept: "text",
      lookup: async () => {
        asked += 1;
        return [{ address: "127.0.0.1", family: 4 }];
      },
    });
    expect(answer.body).toBe("fine");
    expect(asked).toBe(1);
    expect(target.requests[0]?.headers.host).toBe(`internal.example:${target.port}`);
  });
});

describe("redirects", () => {
  test("bar 78: are not followed unless asked for", async () => {
    const target = await listener((_, response) => void response.writeHead(302, { location: "/b" }).end());
    await expect(ask(target)).rejects.toMatchObject({ kind: "unexpected", reason: "redirect" });
    expect(target.requests).toHaveLength(1);
  });

  test("bar 78: end after the number of hops", async () => {
    const target = await listener((_, response) => void response.writeHead(302, { location: "/again" }).end());
    await expect(ask(target, { redirects: 5 })).rejects.toMatchObject({ reason: "redirect" });
    expect(target.requests).toHaveLength(6);
  });

  test("bar 80: take credentials along inside an origin and drop them at its border", async () => {
    const stranger = await listener(ok("there"));
    const home = await listener((request, response) => {
      const location = request.url === "/a" ? "/b" : `${stranger.origin}/c`;
      response.writeHead(302, { location }).end();
    });
    const secrets = { authorization: "Bearer secret", cookie: "a=b", "x-api-key": "secret" };
    const answer = await ask(home, { redirects: 5, headers: secrets, privateOrigins: [home.origin, stranger.origin] });
    expect(answer.body).toBe("there");
    expect(home.requests[1]?.headers).toMatchObject(secrets);
    for (const name of Object.keys(secrets)) expect(stranger.requests[0]?.headers).not.toHaveProperty(name);
    const names = Object.keys(stranger.requests[0]?.headers ?? {}).sort();
    expect(names).toEqual(["accept-encoding", "connection", "host", "user-agent"]);
    expect(stranger.requests[0]?.headers).not.toHaveProperty("referer");
  });

  test("bar 88: of a POST are refused", async () => {
    const target = await listener((_, response) => void response.writeHead(307, { location: "/b" }).end());
    await expect(ask(target, { method: "POST", json: {}, redirects: 5 })).rejects.toMatchObject({ reason: "redirect" });
  });
});

describe("caps", () => {
  const megabyte = Buffer.alloc(1024 * 1024, "a");

  test.each([
    ["gzip", gzipSync(megabyte)],
    ["br", brotliCompressSync(megabyte)],
    ["deflate", deflateSync(megabyte)],
    ["deflate", deflateRawSync(megabyte)],
    ["identity", megabyte],
  ])("%s is unpacked, and a bomb is stopped", async (encoding, body) => {
    const target = await listener(ok(body, { "content-encoding": encoding }));
    expect((await ask(target)).body).toHaveLength(megabyte.length);
    const bomb = ask(target, { limits: { inflatedBytes: 100_000 } });
    await expect(bomb).rejects.toMatchObject({ kind: "unexpected", reason: "too_large" });
    await expect(ask(target, { limits: { wireBytes: body.length - 1 } })).rejects.toMatchObject({
      reason: "too_large",
    });
  });

  test("an endless body stops at the cap", async () => {
    const target = await listener((_, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(64 * 1024)), 1);
      response.on("close", () => clearInterval(timer));
    });
    await expect(ask(target, { limits: { wireBytes: 500_000 } })).rejects.toMatchObject({ reason: "too_large" });
  });

  test("bar 88: a trickle ends at the deadline", async () => {
    const target = await listener((_, response) => {
      const timer = setInterval(() => response.write("a"), 20);
      response.on("close", () => clearInterval(timer));
    });
    const started = performance.now();
    const call = ask(target, { limits: { totalMs: 300 }, retry: { retries: 0 } });
    await expect(call).rejects.toMatchObject({ kind: "unreachable", reason: "timeout" });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test("bar 88: an answer that never starts ends at the deadline", async () => {
    const target = await listener(() => undefined);
    const call = ask(target, { limits: { totalMs: 200 }, retry: { retries: 0 } });
    await expect(call).rejects.toMatchObject({ kind: "unreachable", reason: "timeout" });
  });

  test("bar 88: a connect that comes to nothing ends at its own deadline", async () => {
    const target = await listener(ok("fine"));
    const lookup = () => new Promise<never>(() => undefined);
    const started = performance.now();
    const url = `http://slow.example:${target.port}/`;
    const more = { url, privateOrigins: [new URL(url).origin], lookup };
    const call = ask(target, { ...more, limits: { connectMs: 300 }, retry: { retries: 0 } });
    await expect(call).rejects.toMatchObject({ kind: "unreachable", reason: "timeout" });
    expect(performance.now() - started).toBeLessThan(4_500);
    expect(target.connects).toBe(0);
  });

  test("bar 88: headers that do not come end a call before its whole time is over", async () => {
    const target = await listener(() => undefined);
    const started = performance.now();
    const call = ask(target, { limits: { headersMs: 300, totalMs: 20_000 }, retry: { retries: 0 } });
    await expect(call).rejects.toMatchObject({ kind: "unreachable", reason: "timeout" });
    expect(performance.now() - started).toBeLessThan(4_500);
  });

  test("bar 88: without a word of the caller a connect has 5 s, headers 10 s, and a call 30 s", () => {
    expect(defaultLimits).toMatchObject({ connectMs: 5_000, headersMs: 10_000, totalMs: 30_000 });
  });

  test("a body that is cut short is an error in memory and in a file", async () => {
    const packed = gzipSync(megabyte);
    const target = await listener((request, response) => {
      if (request.url === "/gzip")
        response.writeHead(200, { "content-encoding": "gzip" }).end(packed.subarray(0, packed.length - 20));
      else {
        response.writeHead(200, { "content-length": "1000" });
        response.write("half", () => response.socket?.destroy());
      }
    });
    const folder = await mkdtemp(join(tmpdir(), "outbound-test-"));
    const none = { retries: 0 };
    await expect(ask(target, { retry: none })).rejects.toMatchObject({ kind: "unreachable", reason: "truncated" });
    await expect(ask(target, { retry: none, toFile: join(folder, "a") })).rejects.toMatchObject({
      reason: "truncated",
    });
    await expect(ask(target, { retry: none, url: `${target.origin}/gzip` })).rejects.toMatchObject({
      reason: "truncated",
    });
    await rm(folder, { recursive: true });
  });

  test("a file gets the unpacked bytes", async () => {
    const folder = await mkdtemp(join(tmpdir(), "outbound-test-"));
    const target = await listener(ok(gzipSync(megabyte), { "content-encoding": "gzip" }));
    const answer = await ask(target, { toFile: join(folder, "a") });
    expect(answer.bytes).toBe(megabyte.length);
    expect((await readFile(join(folder, "a"))).equals(megabyte)).toBe(true);
    await rm(folder, { recursive: true });
  });
});

describe("classes and repeats", () => {
  test.each([
    [400, "unexpected", 1],
    [401, "auth", 1],
    [403, "permission", 1],
    [404, "wrong_address", 1],
    [410, "wrong_address", 1],
    [422, "unexpected", 1],
    [429, "rate_limit", 4],
    [500, "unreachable", 4],
    [501, "unreachable", 1],
    [502, "unreachable", 4],
    [503, "unreachable", 4],
    [504, "unreachable", 4],
  ])("bar 88: status %i is %s and is asked %i times", async (status, kind, times) => {
    const target = await listener((_, response) => void response.writeHead(status).end("upstream body with secret"));
    const failure: unknown = await ask(target).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind, status });
    expect(String(failure)).not.toContain("secret");
    expect(String(failure)).not.toContain(target.origin);
    expect(target.requests).toHaveLength(times);
  });

  test("bar 88: a POST is asked once, unless it is marked as safe", async () => {
    const target = await listener((_, response) => void response.writeHead(503).end());
    await expect(ask(target, { method: "POST", json: {} })).rejects.toMatchObject({ kind: "unreachable" });
    expect(target.requests).toHaveLength(1);
    await expect(ask(target, { method: "POST", json: {}, safe: true })).rejects.toMatchObject({ kind: "unreachable" });
    expect(target.requests).toHaveLength(5);
  });

  test("two failures and then an answer is an answer", async () => {
    let count = 0;
    const target = await listener((_, response) => {
      count += 1;
      if (count === 1) response.writeHead(500).end();
      else if (count === 2) response.socket?.resetAndDestroy();
      else response.end("fine");
    });
    expect((await ask(target)).body).toBe("fine");
  });

  test("bar 88: Retry-After is obeyed when short and handed on when long", async () => {
    let count = 0;
    const target = await listener((request, response) => {
      count += 1;
      const seconds = request.url === "/long" ? "120" : "1";
      if (count === 1) response.writeHead(429, { "retry-after": seconds }).end();
      else response.end("fine");
    });
    const started = performance.now();
    expect((await ask(target)).body).toBe("fine");
    expect(performance.now() - started).toBeGreaterThan(950);
    count = 0;
    const long = ask(target, { url: `${target.origin}/long` });
    await expect(long).rejects.toMatchObject({ kind: "rate_limit", retryAfterSeconds: 120 });
    expect(count).toBe(1);
  });

  test("nobody listening, and no such name, are unreachable", async () => {
    const target = await listener(ok(""));
    const { origin } = target;
    for (const server of servers.splice(0)) await new Promise(resolve => server.close(resolve));
    await expect(ask({ ...target, origin })).rejects.toMatchObject({ kind: "unreachable", reason: "network" });
    const lookup = async () => Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }));
    const call = send({ upstream: "feeds", url: "http://nowhere.example/", privateOrigins: [], lookup, retry });
    await expect(call).rejects.toMatchObject({ kind: "unreachable" });
  });

  test("a web page where JSON was expected is unexpected", async () => {
    const target = await listener(ok("<html>", { "content-type": "text/html" }));
    await expect(ask(target, { accept: "json" })).rejects.toMatchObject({ kind: "unexpected", reason: "bad_body" });
  });

  test("bar 88: an abort stops the repeats", async () => {
    const target = await listener((_, response) => void response.writeHead(503, { "retry-after": "5" }).end());
    const started = performance.now();
    await expect(
      ask(target, { signal: AbortSignal.timeout(100), retry: { baseMs: 1, maxWaitMs: 10_000 } }),
    ).rejects.toMatchObject({ kind: "unreachable" });
    expect(performance.now() - started).toBeLessThan(4_500);
    expect(target.requests).toHaveLength(1);
  });

  test("wanted statuses come back with their body", async () => {
    const target = await listener((_, response) => void response.writeHead(400).end('{"code":21211}'));
    const answer = await ask(target, { statuses: [400], accept: "json", form: { To: "+352" }, method: "POST" });
    expect(answer).toMatchObject({ status: 400, body: { code: 21211 } });
  });
});
